package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of {@code tenancy.api_keys}. */
final class ApiKeyStore {

    private static final String BY_HASH = """
            select k.id, k.project_id, p.developer_id, k.scopes, k.status, k.grace_period_ends_at, k.expires_at,
                p.rate_limit_rpm,
                p.status = 'ACTIVE' and p.deleted_at is null as project_active,
                d.status = 'ACTIVE' and d.deleted_at is null as developer_active
            from tenancy.api_keys k
            join tenancy.projects p on p.id = k.project_id
            join tenancy.developers d on d.id = p.developer_id
            where k.key_hash = ?
            """;

    /**
     * What the check of a key needs to know.
     *
     * @param requestsPerMinute {@code null} where the installation's default counts
     */
    record Held(
            UUID id,
            UUID projectId,
            UUID developerId,
            Set<Scope> scopes,
            ApiKeyStatus status,
            @Nullable Instant gracePeriodEndsAt,
            @Nullable Instant expiresAt,
            @Nullable Integer requestsPerMinute,
            boolean projectActive,
            boolean developerActive) {

        Held {
            scopes = Set.copyOf(scopes);
        }
    }

    /** The key with this hash together with the state of its project and developer: one indexed read. */
    Optional<Held> findByHash(Database database, String hash) {
        return database.lookUp(BY_HASH, ApiKeyStore::held, hash);
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                Columns.uuid(row, "developer_id"),
                scopes(row).meaning(),
                ApiKeyStatus.valueOf(row.getString("status")),
                Columns.optionalInstant(row, "grace_period_ends_at"),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInteger(row, "rate_limit_rpm"),
                row.getBoolean("project_active"),
                row.getBoolean("developer_active"));
    }

    void insert(Handle sql, ApiKey key, String hash, @Nullable UUID rotatedFrom) {
        sql.createUpdate("""
                        insert into tenancy.api_keys (id, project_id, name, key_hash, key_prefix, last_four, scopes, status,
                            expires_at, rotated_from_id, created_at, updated_at)
                        values (:id, :project, :name, :hash, :prefix, :lastFour, :scopes, :status,
                            :expiresAt, :rotatedFrom, :createdAt, :createdAt)
                        """)
                .bind("id", key.id())
                .bind("project", key.projectId())
                .bind("name", key.name())
                .bind("hash", hash)
                .bind("prefix", key.keyPrefix())
                .bind("lastFour", key.lastFour())
                .bindArray("scopes", String.class, key.scopes().names())
                .bind("status", key.status())
                .bind("expiresAt", key.expiresAt())
                .bind("rotatedFrom", rotatedFrom)
                .bind("createdAt", key.createdAt())
                .execute();
    }

    /** One key, which nobody else changes until the transaction ends. */
    Optional<ApiKey> lock(Handle sql, UUID id) {
        return sql.createQuery("""
                        select id, project_id, name, key_prefix, last_four, scopes, status, expires_at, last_used_at,
                            revoked_at, revoked_reason, grace_period_ends_at, created_at
                        from tenancy.api_keys where id = :id for update
                        """)
                .bind("id", id)
                .map((row, context) -> key(row))
                .findOne();
    }

    /** Which keys a list shows. */
    sealed interface Whose {

        record Project(UUID id) implements Whose {}

        record Developer(UUID id) implements Whose {}

        record Everybody() implements Whose {}

        private String condition() {
            return switch (this) {
                case Project project -> " where project_id = :owner";
                case Developer developer ->
                    " where project_id in (select id from tenancy.projects where developer_id = :owner)";
                case Everybody all -> "";
            };
        }

        private Query bound(Query query) {
            return switch (this) {
                case Project(UUID id) -> query.bind("owner", id);
                case Developer(UUID id) -> query.bind("owner", id);
                case Everybody() -> query;
            };
        }
    }

    /** Newest first. */
    List<ApiKey> list(Handle sql, Whose whose, int limit, long offset) {
        return whose.bound(sql.createQuery(
                        """
                        select id, project_id, name, key_prefix, last_four, scopes, status, expires_at, last_used_at,
                            revoked_at, revoked_reason, grace_period_ends_at, created_at
                        from tenancy.api_keys""" + whose.condition() + " order by created_at desc, id desc limit :limit offset :offset"))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> key(row))
                .list();
    }

    long count(Handle sql, Whose whose) {
        return whose.bound(sql.createQuery("select count(*) from tenancy.api_keys" + whose.condition()))
                .mapTo(Long.class)
                .one();
    }

    /** Answers the key's hash, as whatever ends a key does, for those who remember it. */
    String revoke(Handle sql, UUID id, @Nullable String reason, Instant now) {
        return sql.createQuery("""
                        update tenancy.api_keys
                        set status = 'REVOKED', revoked_at = :now, revoked_reason = :reason, updated_at = :now
                        where id = :id returning key_hash
                        """)
                .bind("id", id)
                .bind("reason", reason)
                .bind("now", now)
                .mapTo(String.class)
                .one();
    }

    String startGrace(Handle sql, UUID id, Instant endsAt, Instant now) {
        return sql.createQuery("""
                        update tenancy.api_keys set grace_period_ends_at = :endsAt, updated_at = :now where id = :id
                        returning key_hash
                        """)
                .bind("id", id)
                .bind("endsAt", endsAt)
                .bind("now", now)
                .mapTo(String.class)
                .one();
    }

    /** Makes the key EXPIRED; empty when it was not due or another call was first. */
    Optional<String> expire(Handle sql, UUID id, Instant now) {
        return sql.createQuery("""
                        update tenancy.api_keys set status = 'EXPIRED', updated_at = :now
                        where id = :id and status = 'ACTIVE' and expires_at <= :now
                        returning key_hash
                        """)
                .bind("id", id)
                .bind("now", now)
                .mapTo(String.class)
                .findOne();
    }

    /** The hashes of a project's keys. */
    List<String> hashesOf(Handle sql, UUID projectId) {
        return sql.createQuery("select key_hash from tenancy.api_keys where project_id = :project")
                .bind("project", projectId)
                .mapTo(String.class)
                .list();
    }

    /** A key that this call ended. */
    record Ended(UUID id, UUID projectId, String hash) {}

    /** Ends every rotated key whose grace is over. */
    List<Ended> retire(Handle sql, String reason, Instant now) {
        return sql.createQuery("""
                        update tenancy.api_keys
                        set status = 'REVOKED', revoked_at = grace_period_ends_at, revoked_reason = :reason,
                            updated_at = :now
                        where status = 'ACTIVE' and grace_period_ends_at <= :now
                        returning id, project_id, key_hash
                        """)
                .bind("reason", reason)
                .bind("now", now)
                .map((row, context) ->
                        new Ended(Columns.uuid(row, "id"), Columns.uuid(row, "project_id"), row.getString("key_hash")))
                .list();
    }

    /** Whose a key of this project is. */
    record Owner(String developerEmail, String projectName) {}

    Optional<Owner> owner(Handle sql, UUID projectId) {
        return sql.createQuery("""
                        select d.email, p.name from tenancy.projects p
                        join tenancy.developers d on d.id = p.developer_id where p.id = :project
                        """)
                .bind("project", projectId)
                .map((row, context) -> new Owner(row.getString("email"), row.getString("name")))
                .findOne();
    }

    private static KeyScopes scopes(ResultSet row) throws SQLException {
        return new KeyScopes(Columns.texts(row, "scopes"));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                row.getString("name"),
                row.getString("key_prefix"),
                row.getString("last_four"),
                scopes(row),
                ApiKeyStatus.valueOf(row.getString("status")),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInstant(row, "last_used_at"),
                Columns.optionalInstant(row, "revoked_at"),
                Columns.optionalText(row, "revoked_reason"),
                Columns.optionalInstant(row, "grace_period_ends_at"),
                Columns.instant(row, "created_at"));
    }
}
