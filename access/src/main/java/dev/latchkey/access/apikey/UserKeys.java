package dev.latchkey.access.apikey;

import dev.latchkey.identity.session.Revalidation;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Place;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What happens to the API keys of users, except for their check. Each act ends with what all servers have to hear. */
public final class UserKeys {

    /** auth-api.md 5. Keys that were rotated, or have expired, do not count. */
    static final int MOST = 10;

    static final String FIRST_LABEL = "default";
    private static final String KIND = "user_api_key";
    private static final Duration KEPT = Duration.ofDays(30);

    /**
     * What a key shall be.
     *
     * @param expiresAt {@code null} for never
     */
    record Wanted(
            String label, List<String> scopes, @Nullable Instant expiresAt) {}

    private final Database database;
    private final UserKeyStore store;
    private final SecureRandom random;
    private final Revalidation callers = new Revalidation();

    public UserKeys(Database database, UserKeyStore store, SecureRandom random) {
        this.database = database;
        this.store = store;
        this.random = random;
    }

    /** Those that are not revoked, the oldest first. */
    List<UserKey> of(UUID userId) {
        return database.read(sql -> store.ofUser(sql, userId));
    }

    /** Those of a project that are not revoked, newest first. */
    List<UserKey> ofProject(UUID projectId, Optional<UUID> user, Optional<Place> behind, int limit) {
        return database.read(sql -> store.ofProject(sql, projectId, user, behind, limit));
    }

    IssuedUserKey create(Caller.UserSession owner, Wanted wanted, Origin origin) {
        return database.write(tx -> {
            if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(tx.now())) {
                throw ApiException.invalid("expiresAt must be in the future");
            }
            lock(tx, owner);
            List<UserKey> current = current(tx, owner.userId());
            if (current.size() >= MOST) {
                throw ApiException.invalid("You have " + MOST + " API keys already; revoke one first");
            }
            if (current.stream().anyMatch(key -> key.label().equals(wanted.label()))) {
                throw ApiException.invalid("You have an API key with this label already");
            }
            IssuedUserKey issued = insert(tx, owner.project(), owner.userId(), wanted);
            audit(tx, "created", issued.key(), origin);
            return issued;
        });
    }

    /** Whoever ended the session or stopped the user since the request was admitted has the last word (401). */
    private void lock(Transaction tx, Caller.UserSession owner) {
        store.lockOwner(tx.sql(), owner.userId());
        callers.requireLive(tx.sql(), owner);
    }

    /** Those that work and were not rotated; what has expired makes room. */
    private List<UserKey> current(Transaction tx, UUID userId) {
        List<UserKey> all = store.ofUser(tx.sql(), userId);
        all.stream()
                .filter(key -> key.isExpired(tx.now()))
                .forEach(key -> store.revoke(tx.sql(), key.projectId(), userId, key.id(), tx.now()));
        return all.stream()
                .filter(key -> key.status(tx.now()) == UserKey.Status.ACTIVE)
                .toList();
    }

    /** Ends all keys of the user, those that are rotated too, and makes a new one. */
    IssuedUserKey regenerate(Caller.UserSession owner, Origin origin) {
        return database.write(tx -> {
            lock(tx, owner);
            List<UserKeyStore.Ended> ended = store.revokeAll(tx.sql(), owner.userId(), tx.now());
            tell(tx, ended);
            IssuedUserKey issued = insert(tx, owner.project(), owner.userId(), first());
            tx.audit(event("regenerated", issued.key(), origin).with("revoked", ended.size()));
            return issued;
        });
    }

    /**
     * Makes the successor of a key, with its label, scopes and expiry; the key itself works until the grace is over.
     *
     * @return empty when the user has no such key
     */
    Optional<IssuedUserKey> rotate(Caller.UserSession owner, UUID id, Duration grace, Origin origin) {
        return database.write(tx -> {
            lock(tx, owner);
            return store.ofUser(tx.sql(), owner.userId()).stream()
                    .filter(key -> key.id().equals(id))
                    .findFirst()
                    .map(key -> rotate(tx, key, grace, origin));
        });
    }

    private IssuedUserKey rotate(Transaction tx, UserKey old, Duration grace, Origin origin) {
        if (old.status(tx.now()) != UserKey.Status.ACTIVE) {
            throw ApiException.conflict("This API key has expired or been rotated already");
        }
        UUID successor = UUID.randomUUID();
        Instant graceEnds = tx.now().plus(grace);
        Instant expiresAt = old.expiresAt();
        Instant ends = expiresAt == null || graceEnds.isBefore(expiresAt) ? graceEnds : expiresAt;
        tx.signal(HeldKeys.TOPIC, store.replace(tx.sql(), old.id(), successor, ends));
        IssuedUserKey issued =
                insert(tx, successor, old.projectId(), old.userId(), new Wanted(old.label(), old.scopes(), expiresAt));
        tx.audit(event("rotated", old, origin)
                .with("successor", successor.toString())
                .with("worksUntil", ends.toString()));
        return issued;
    }

    /** Ends a key at once; false when the user has no such key. */
    boolean revoke(UUID projectId, UUID userId, UUID id, Origin origin) {
        return database.write(tx -> end(tx, projectId, userId, id, "user_api_key.revoked", origin));
    }

    /** Ends a key of anybody in the project at once; false when there is none. */
    boolean revokeByAdmin(UUID projectId, UUID id, Origin origin) {
        return database.write(tx -> {
            callers.requireAdministrator(tx.sql(), origin.caller());
            return end(tx, projectId, null, id, "admin.api_key_revoked", origin);
        });
    }

    private boolean end(Transaction tx, UUID projectId, @Nullable UUID userId, UUID id, String event, Origin origin) {
        Optional<UserKeyStore.Ended> ended = store.revoke(tx.sql(), projectId, userId, id, tx.now());
        ended.ifPresent(key -> {
            tell(tx, List.of(key));
            tx.audit(AuditEvent.success(event, origin, projectId, KIND, key.id())
                    .with("key", key.prefix())
                    .with("userId", key.userId().toString()));
        });
        return ended.isPresent();
    }

    /** The key that a new user is given along. */
    public UserKeyText welcome(Transaction tx, User user) {
        return insert(tx, user.projectId(), user.id(), first()).text();
    }

    /** Keys of an account that becomes part of another one do not grow into keys of that one: they end. */
    public void merged(Transaction tx, User from, Origin origin) {
        end(tx, from, store.revokeAll(tx.sql(), from.id(), tx.now()), "merged", origin);
    }

    /** Ends the keys that were made while the address of the account was not proved. */
    public void evicted(Transaction tx, User user) {
        end(tx, user, store.revokeUnproved(tx.sql(), user.id(), tx.now()), "evicted", Origin.SYSTEM);
    }

    private static void end(Transaction tx, User user, List<UserKeyStore.Ended> ended, String reason, Origin origin) {
        tell(tx, ended);
        ended.forEach(
                key -> tx.audit(AuditEvent.success("user_api_key.revoked", origin, user.projectId(), KIND, key.id())
                        .with("key", key.prefix())
                        .with("reason", reason)));
    }

    /** Removes all that is known of the user's keys. */
    public void erased(Transaction tx, User user) {
        tell(tx, store.remove(tx.sql(), user.id()));
    }

    /** Removes the rows of keys that ended long ago. */
    public void removeEnded(Instant now) {
        database.run(tx -> store.removeEnded(tx.sql(), now.minus(KEPT)));
    }

    /** What is kept of the user's keys, nothing secret. */
    public List<?> personalData(Handle sql, User user) {
        return store.ofUser(sql, user.id());
    }

    private static Wanted first() {
        return new Wanted(FIRST_LABEL, List.of(Scopes.ALL), null);
    }

    private IssuedUserKey insert(Transaction tx, UUID projectId, UUID userId, Wanted wanted) {
        return insert(tx, UUID.randomUUID(), projectId, userId, wanted);
    }

    private IssuedUserKey insert(Transaction tx, UUID id, UUID projectId, UUID userId, Wanted wanted) {
        UserKeyText text = UserKeyText.generate(random);
        UserKey key = new UserKey(
                id,
                projectId,
                userId,
                wanted.label(),
                text.prefix(),
                wanted.scopes(),
                tx.now(),
                wanted.expiresAt(),
                null,
                null);
        store.insert(tx.sql(), key, text.hash());
        return new IssuedUserKey(key, text);
    }

    private static void tell(Transaction tx, List<UserKeyStore.Ended> ended) {
        ended.forEach(key -> tx.signal(HeldKeys.TOPIC, key.hash()));
    }

    private static void audit(Transaction tx, String act, UserKey key, Origin origin) {
        tx.audit(event(act, key, origin).with("scopes", String.join(" ", key.scopes())));
    }

    private static AuditEvent event(String act, UserKey key, Origin origin) {
        return AuditEvent.success("user_api_key." + act, origin, key.projectId(), KIND, key.id())
                .with("key", key.prefix())
                .with("label", key.label());
    }
}
