package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.SessionRevoker;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Puts out whoever had an account before the owner of its address came: anybody may have registered the address. What
 * stays is a second factor, since the mailbox alone must never be enough where one was set up.
 */
public final class Eviction {

    /** Proofs that were given before; the verification of the address stays possible. */
    private static final Set<TokenType> PENDING = EnumSet.complementOf(EnumSet.of(TokenType.EMAIL_VERIFY));

    private final EvictionStore store = new EvictionStore();
    private final SessionRevoker sessions;
    private final Credentials credentials;
    private final OneTimeTokens tokens;
    private final Notices notices;
    private final UserLifecycle lifecycle;

    public Eviction(
            SessionRevoker sessions,
            Credentials credentials,
            OneTimeTokens tokens,
            Notices notices,
            UserLifecycle lifecycle) {
        this.sessions = sessions;
        this.credentials = credentials;
        this.tokens = tokens;
        this.notices = notices;
        this.lifecycle = lifecycle;
    }

    /** How much was ended. */
    public record Evicted(int sessions, int credentials) {}

    /**
     * Ends all sessions and pending tokens, and removes the credentials, but for password and second factor, that were
     * added before the address was proved by a link. Users whose address never was unproved keep theirs.
     *
     * @param reason of the sessions' end, as stored
     */
    public Evicted evict(Transaction tx, User user, String reason, Origin origin) {
        return evict(tx, user, store.removeUnproved(tx.sql(), user.id()), reason, origin);
    }

    /** As the other one, and removes the password too: whoever chose it is not known to own the address. */
    public Evicted evictWithPassword(Transaction tx, User user, String reason, Origin origin) {
        List<String> removed = new ArrayList<>(store.removeUnproved(tx.sql(), user.id()));
        removed.addAll(store.removePassword(tx.sql(), user.id()));
        return evict(tx, user, removed, reason, origin);
    }

    private Evicted evict(Transaction tx, User user, List<String> removed, String reason, Origin origin) {
        if (!removed.isEmpty()) {
            credentials.summarise(tx.sql(), user.id());
        }
        for (String kind : removed) {
            notices.credentialChanged(tx, user, kind, "removed", origin);
        }
        lifecycle.userEvicted(tx, user);
        tokens.revoke(tx, user.id(), PENDING);
        return new Evicted(sessions.revokeAll(tx, user.id(), reason), removed.size());
    }
}
