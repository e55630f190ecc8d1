package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes two accounts of one person into one. Both are proved: the one that goes hands out a token after a recent sign-in,
 * the one that stays presents it after another.
 */
public final class Merge {

    private static final Duration OFFER = Duration.ofMinutes(10);

    /** What names the person by somebody else's word or by a key of their own; the rest names the account itself. */
    private static final Set<CredentialKind> MOVABLE = EnumSet.of(
            CredentialKind.OAUTH_GOOGLE,
            CredentialKind.OAUTH_APPLE,
            CredentialKind.SSO_OIDC,
            CredentialKind.SOLANA,
            CredentialKind.STELLAR);

    private final Database database;
    private final MergeStore store;
    private final UserStore users;
    private final Credentials credentials;
    private final Sessions sessions;
    private final OneTimeTokens tokens;
    private final UserLifecycle lifecycle;

    public Merge(
            Database database,
            UserStore users,
            Credentials credentials,
            Sessions sessions,
            OneTimeTokens tokens,
            UserLifecycle lifecycle) {
        this.database = database;
        this.store = new MergeStore();
        this.users = users;
        this.credentials = credentials;
        this.sessions = sessions;
        this.tokens = tokens;
        this.lifecycle = lifecycle;
    }

    /** A token with which another account may take this one in. */
    record Offer(String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "Offer";
        }
    }

    /** What the merge has led to. */
    record Merged(User user, List<String> movedCredentials, List<String> droppedCredentials) {}

    Offer offer(User user, Origin origin) {
        return database.write(tx -> {
            tx.audit(AuditEvent.success("user.merge_offered", origin, user.projectId(), "user", user.id()));
            return new Offer(
                    tokens.issue(tx, TokenType.ACCOUNT_MERGE, user, OFFER, Map.of()),
                    tx.now().plus(OFFER));
        });
    }

    /** Throws 400 for a token that is no good, 409 when something of the other account has no place in this one. */
    Merged accept(User user, String token, Origin origin) {
        return database.write(tx -> {
            OneTimeTokens.Redeemed offer = tokens.redeem(tx, user.projectId(), TokenType.ACCOUNT_MERGE, token)
                    .orElseThrow(() -> ApiException.invalid("The merge token is unknown, used or expired"));
            if (offer.userId().equals(user.id())) {
                throw ApiException.invalid("The merge token is this account's own");
            }
            Both both = lock(tx, user, offer);
            return merge(tx, both.into(), both.from(), origin);
        });
    }

    private record Both(User into, User from) {}

    /** Always in the order of their ids, so that two merges of the same accounts wait instead of dying. */
    private Both lock(Transaction tx, User user, OneTimeTokens.Redeemed offer) {
        List<User> locked = Stream.of(user.id(), offer.userId())
                .sorted()
                .map(id -> users.lockById(tx.sql(), user.projectId(), id)
                        .filter(User::isActive)
                        .orElseThrow(() -> ApiException.invalid("One of the accounts is not active any more")))
                .toList();
        return locked.getFirst().id().equals(user.id())
                ? new Both(locked.getFirst(), locked.getLast())
                : new Both(locked.getLast(), locked.getFirst());
    }

    private Merged merge(Transaction tx, User into, User from, Origin origin) {
        requireMergeable(from);
        List<Credential> all = credentials.list(tx.sql(), from.id());
        lifecycle.usersMerged(tx, from, into, origin);
        store.moveCredentials(tx.sql(), from.id(), into.id(), MOVABLE);
        int revoked = sessions.revokeAll(tx, from.id(), "merged");
        store.retire(tx.sql(), from.id(), into.id(), tx.now());
        boolean takesAddress = from.emailVerified() && !into.emailVerified();
        if (takesAddress && from.email() != null) {
            store.setEmail(tx.sql(), into.id(), from.email(), tx.now());
        }
        credentials.summarise(tx.sql(), into.id());
        tx.audit(AuditEvent.success("user.merged", origin, into.projectId(), "user", into.id())
                .with("from", from.id().toString())
                .with("revokedSessions", revoked));
        User merged = users.lockById(tx.sql(), into.projectId(), into.id()).orElseThrow();
        return new Merged(merged, kinds(all, true), kinds(all, false));
    }

    private static void requireMergeable(User from) {
        if (from.systemAdmin()) {
            throw ApiException.conflict("The other account administers this installation; hand that over first");
        }
        if (from.secondFactor()) {
            throw ApiException.conflict("Turn the second factor of the other account off first");
        }
    }

    private static List<String> kinds(List<Credential> all, boolean movable) {
        return all.stream()
                .filter(credential -> MOVABLE.contains(credential.kind()) == movable)
                .map(credential -> credential.kind().wireName())
                .toList();
    }
}
