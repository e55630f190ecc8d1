package dev.latchkey.access.apikey;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of {@code access.api_keys}. What ends keys answers their hashes, for those who remember them. */
public final class UserKeyStore {

    private static final String BY_HASH = """
            select id, project_id, user_id, scopes, expires_at from access.api_keys
            where key_hash = decode(?, 'hex') and revoked_at is null
            """;

    private static final String COLUMNS =
            "id, project_id, user_id, label, prefix, scopes, created_at, expires_at, last_used_at, successor_id";

    /** One indexed read. */
    Optional<HeldKey> byHash(Database database, String hash) {
        return database.lookUp(
                BY_HASH,
                row -> new HeldKey(
                        Columns.uuid(row, "id"),
                        Columns.uuid(row, "project_id"),
                        Columns.uuid(row, "user_id"),
                        Set.copyOf(texts(row, "scopes")),
                        Columns.optionalInstant(row, "expires_at")),
                hash);
    }

    /** Nobody else makes or rotates keys of this user until the transaction ends. */
    void lockOwner(Handle sql, UUID userId) {
        sql.createQuery("select true from pg_advisory_xact_lock(hashtextextended('access.api_keys ' || :user, 0))")
                .bind("user", userId.toString())
                .mapTo(Boolean.class)
                .one();
    }

    /** Those of a user that are not revoked, the oldest first. */
    List<UserKey> ofUser(Handle sql, UUID userId) {
        return sql.createQuery("select " + COLUMNS + """
                         from access.api_keys where user_id = :user and revoked_at is null order by created_at, id
                        """)
                .bind("user", userId)
                .map((row, context) -> key(row))
                .list();
    }

    /** Those of a project that are not revoked, newest first. */
    List<UserKey> ofProject(Handle sql, UUID projectId, Optional<UUID> user, Optional<Place> behind, int limit) {
        String ofUser = user.isPresent() ? " and user_id = :user" : "";
        String later = behind.isPresent() ? " and (created_at, id) < (:time, :id)" : "";
        Query query = sql.createQuery("select " + COLUMNS
                        + " from access.api_keys where project_id = :project and revoked_at is null" + ofUser + later
                        + " order by created_at desc, id desc limit :limit")
                .bind("project", projectId)
                .bind("limit", limit);
        user.ifPresent(id -> query.bind("user", id));
        behind.ifPresent(place -> query.bind("time", place.time()).bind("id", place.id()));
        return query.map((row, context) -> key(row)).list();
    }

    void insert(Handle sql, UserKey key, String hash) {
        sql.createUpdate("""
                        insert into access.api_keys (id, project_id, user_id, label, prefix, key_hash, scopes,
                            created_at, expires_at)
                        values (:id, :project, :user, :label, :prefix, decode(:hash, 'hex'), :scopes,
                            :createdAt, :expiresAt)
                        """)
                .bind("id", key.id())
                .bind("project", key.projectId())
                .bind("user", key.userId())
                .bind("label", key.label())
                .bind("prefix", key.prefix())
                .bind("hash", hash)
                .bindArray("scopes", String.class, key.scopes())
                .bind("createdAt", key.createdAt())
                .bind("expiresAt", key.expiresAt())
                .execute();
    }

    /** Lets a key work until {@code endsAt} and no longer. */
    String replace(Handle sql, UUID id, UUID successorId, Instant endsAt) {
        return sql.createQuery("""
                        update access.api_keys set successor_id = :successor, expires_at = :endsAt
                        where id = :id returning encode(key_hash, 'hex')
                        """)
                .bind("id", id)
                .bind("successor", successorId)
                .bind("endsAt", endsAt)
                .mapTo(String.class)
                .one();
    }

    /** Ends one key of a project; of one user when {@code userId} is given. Empty when there is no such one. */
    Optional<Ended> revoke(Handle sql, UUID projectId, @Nullable UUID userId, UUID id, Instant now) {
        return sql.createQuery("""
                        update access.api_keys set revoked_at = :now
                        where id = :id and project_id = :project and (cast(:user as uuid) is null or user_id = :user)
                            and revoked_at is null
                        returning id, user_id, prefix, encode(key_hash, 'hex') as hash
                        """)
                .bind("id", id)
                .bind("project", projectId)
                .bind("user", userId)
                .bind("now", now)
                .map((row, context) -> ended(row))
                .findOne();
    }

    /** Ends all keys of a user. */
    List<Ended> revokeAll(Handle sql, UUID userId, Instant now) {
        return sql.createQuery("""
                        update access.api_keys set revoked_at = :now
                        where user_id = :user and revoked_at is null
                        returning id, user_id, prefix, encode(key_hash, 'hex') as hash
                        """)
                .bind("user", userId)
                .bind("now", now)
                .map((row, context) -> ended(row))
                .list();
    }

    /** Ends what was made before the user's address was proved by a link. */
    List<Ended> revokeUnproved(Handle sql, UUID userId, Instant now) {
        return sql.createQuery("""
                        update access.api_keys set revoked_at = :now from identity.users
                        where users.id = :user and api_keys.user_id = users.id and api_keys.revoked_at is null
                            and api_keys.created_at <= users.email_proved_at
                        returning api_keys.id, api_keys.user_id, api_keys.prefix,
                            encode(api_keys.key_hash, 'hex') as hash
                        """)
                .bind("user", userId)
                .bind("now", now)
                .map((row, context) -> ended(row))
                .list();
    }

    /** Removes all rows of a user. */
    List<Ended> remove(Handle sql, UUID userId) {
        return sql.createQuery("""
                        delete from access.api_keys where user_id = :user
                        returning id, user_id, prefix, encode(key_hash, 'hex') as hash
                        """)
                .bind("user", userId)
                .map((row, context) -> ended(row))
                .list();
    }

    /** Removes the rows of keys that ended before {@code time}; answers how many. */
    int removeEnded(Handle sql, Instant time) {
        return sql.createUpdate("""
                        delete from access.api_keys
                        where revoked_at < :time or (revoked_at is null and expires_at < :time)
                        """).bind("time", time).execute();
    }

    /** Stores last uses, all in one statement. */
    void used(Database database, Map<UUID, Instant> uses) {
        database.run(tx -> tx.sql()
                .createUpdate("""
                        update access.api_keys set last_used_at = greatest(last_used_at, uses.at)
                        from unnest(cast(:ids as uuid[]), cast(:times as timestamptz[])) as uses(id, at)
                        where api_keys.id = uses.id
                        """)
                .bindArray("ids", UUID.class, uses.keySet().toArray())
                .bindArray(
                        "times",
                        String.class,
                        uses.values().stream().map(Instant::toString).toArray())
                .execute());
    }

    /** A key that was ended just now. */
    record Ended(UUID id, UUID userId, String prefix, String hash) {}

    private static Ended ended(ResultSet row) throws SQLException {
        return new Ended(
                Columns.uuid(row, "id"), Columns.uuid(row, "user_id"), row.getString("prefix"), row.getString("hash"));
    }

    private static UserKey key(ResultSet row) throws SQLException {
        return new UserKey(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                Columns.uuid(row, "user_id"),
                row.getString("label"),
                row.getString("prefix"),
                texts(row, "scopes"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInstant(row, "last_used_at"),
                Columns.optionalUuid(row, "successor_id"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
