package dev.latchkey.identity.recovery;

import dev.latchkey.identity.mailbox.Eviction;
import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.LinkRequests;
import dev.latchkey.identity.mailbox.Links;
import dev.latchkey.identity.mailbox.Mailboxes;
import dev.latchkey.identity.password.LoginLimits;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.Map;
import java.util.UUID;

/**
 * Sets a forgotten password by a link (auth-api.md 10). It signs nobody in: where a second factor is set up, the next login
 * asks for it.
 */
final class PasswordReset {

    private final Database database;
    private final LinkRequests requests;
    private final OneTimeTokens tokens;
    private final Mailboxes mailboxes;
    private final Eviction eviction;
    private final NewPasswords passwords;
    private final LoginLimits locks;

    PasswordReset(
            Database database,
            LinkRequests requests,
            OneTimeTokens tokens,
            Mailboxes mailboxes,
            Eviction eviction,
            NewPasswords passwords,
            LoginLimits locks) {
        this.database = database;
        this.requests = requests;
        this.tokens = tokens;
        this.mailboxes = mailboxes;
        this.eviction = eviction;
        this.passwords = passwords;
        this.locks = locks;
    }

    /** Sends a link to users with a password; nothing tells whether it did. */
    void request(UUID projectId, String email, Origin origin) {
        requests.request(LinkKind.PASSWORD_RESET, projectId, email, User::hasPassword, Map.of(), origin);
    }

    /** Throws 400 for a link that does not work, and for a password that breaks rules: the link then still works. */
    void reset(UUID projectId, String token, String password, Origin origin) {
        // A look before the hash, which is dear: tokens cannot be guessed, so the time taken tells nothing.
        String address = database.write(tx -> tokens.peek(tx, projectId, LinkKind.PASSWORD_RESET.token(), token)
                .map(Links::address)
                .orElseThrow(Mailboxes::invalidLink));
        PasswordHash hash = passwords.hash(password, address);
        database.run(tx -> reset(tx, projectId, token, password, hash, origin));
    }

    private void reset(
            Transaction tx, UUID projectId, String token, String password, PasswordHash hash, Origin origin) {
        User user = mailboxes
                .prove(tx, LinkKind.PASSWORD_RESET, projectId, token, origin)
                .user();
        if (!user.isActive()) {
            throw Mailboxes.invalidLink();
        }
        Eviction.Evicted evicted = eviction.evict(tx, user, "password_reset", origin);
        passwords.set(tx, user, password, hash, origin);
        locks.forget(tx, projectId, String.valueOf(user.email()));
        tx.audit(AuditEvent.success("password.reset_completed", origin, projectId, "user", user.id())
                .with("revokedSessions", evicted.sessions())
                .with("removedCredentials", evicted.credentials()));
    }
}
