package dev.latchkey.identity.user;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code identity.users}. */
public final class UserStore {

    /** What {@link #user} reads, for statements of other stores that return a user. */
    public static final String COLUMNS = """
            users.id, users.project_id, users.auth_id, users.auth_provider, users.email, users.email_verified,
            users.display_name, users.picture, array_to_string(users.auth_methods, ',') as auth_methods,
            users.password_hash is not null as has_password, users.second_factor, users.wallet_address,
            users.is_system_admin,
            users.language, users.status, users.last_login_at, users.created_at, users.updated_at, users.deleted_at
            """;

    /** Stores the user unless another one has its authId or e-mail; waits for whoever is storing such a one now. */
    boolean insert(Handle sql, User user) {
        return sql.createUpdate("""
                        insert into identity.users (id, project_id, auth_id, auth_provider, email, email_verified,
                            display_name, status, last_login_at, created_at, updated_at)
                        values (:id, :projectId, :authId, :authProvider, :email, :emailVerified,
                            :displayName, :status, :lastLoginAt, :createdAt, :updatedAt)
                        on conflict do nothing
                        """).bindMethods(user).execute() == 1;
    }

    /** Also finds deleted users. */
    public Optional<User> byId(Handle sql, UUID projectId, UUID id) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.users
                        where id = :id and project_id = :projectId
                        """)
                .bind("id", id)
                .bind("projectId", projectId)
                .map((row, context) -> user(row))
                .findOne();
    }

    /** Display names of users, deleted ones too; those without one are left out. */
    public Map<UUID, String> displayNames(Handle sql, UUID projectId, Collection<UUID> ids) {
        return sql
                .createQuery("""
                        select id, display_name from identity.users
                        where project_id = :projectId and id = any(:ids) and display_name is not null
                        """)
                .bind("projectId", projectId)
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, context) -> Map.entry(Columns.uuid(row, "id"), row.getString("display_name")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Also finds deleted users. */
    public List<User> byIds(Handle sql, UUID projectId, Collection<UUID> ids) {
        return sql.createQuery(
                        "select " + COLUMNS + " from identity.users where id = any(:ids) and project_id = :projectId")
                .bindArray("ids", UUID.class, ids.toArray())
                .bind("projectId", projectId)
                .map((row, context) -> user(row))
                .list();
    }

    /** Also finds deleted users; nobody else changes the user until the transaction ends. */
    public Optional<User> lockById(Handle sql, UUID projectId, UUID id) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.users
                        where id = :id and project_id = :projectId
                        for update
                        """)
                .bind("id", id)
                .bind("projectId", projectId)
                .map((row, context) -> user(row))
                .findOne();
    }

    /** Also finds deleted users. */
    public Optional<User> byAuthId(Handle sql, UUID projectId, String authId) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.users
                        where project_id = :projectId and auth_id = :authId
                        """)
                .bind("projectId", projectId)
                .bind("authId", authId)
                .map((row, context) -> user(row))
                .findOne();
    }

    /** Who has the address now; nobody else changes the user until the transaction ends. */
    public Optional<User> lockByEmail(Handle sql, UUID projectId, String email) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.users
                        where project_id = :projectId and email = :email and deleted_at is null
                        for update
                        """)
                .bind("projectId", projectId)
                .bind("email", email)
                .map((row, context) -> user(row))
                .findOne();
    }

    List<User> newest(Handle sql, UUID projectId, @Nullable UserStatus status, int limit, long offset) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.users
                        where project_id = :projectId and deleted_at is null
                            and (cast(:status as text) is null or status = :status)
                        order by created_at desc, id desc
                        limit :limit offset :offset
                        """)
                .bind("projectId", projectId)
                .bind("status", status == null ? null : status.name())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> user(row))
                .list();
    }

    /**
     * Notes that an active user signs in.
     *
     * @param provider the one that proved it, which must be the user's own; {@code null} when another credential did
     * @return empty when there is no such user, it is not active, or it belongs to another provider
     */
    public Optional<User> signIn(Handle sql, UUID projectId, String authId, @Nullable String provider, Instant now) {
        return sql.createQuery("""
                        update identity.users set last_login_at = :now
                        where project_id = :projectId and auth_id = :authId
                            and status = 'ACTIVE' and deleted_at is null
                            and (cast(:provider as text) is null or auth_provider = :provider)
                        returning
                        """ + COLUMNS)
                .bind("projectId", projectId)
                .bind("authId", authId)
                .bind("provider", provider)
                .bind("now", now)
                .map((row, context) -> user(row))
                .findOne();
    }

    /** Stores what a backend may change. */
    void update(Handle sql, User user) {
        sql.createUpdate("""
                        update identity.users
                        set email = :email, email_verified = :emailVerified, display_name = :displayName,
                            auth_provider = :authProvider, status = :status, updated_at = :updatedAt,
                            deleted_at = :deletedAt
                        where id = :id
                        """).bindMethods(user).execute();
    }

    /** Takes the password away; its credential is another row. */
    public void clearPassword(Handle sql, UUID id, Instant now) {
        sql.createUpdate("update identity.users set password_hash = null, updated_at = :now where id = :id")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    /** What users change themselves; {@code null} leaves a value as it is, an empty picture clears it. */
    public record Profile(
            @Nullable String name,
            @Nullable String picture,
            @Nullable String language) {}

    public Optional<User> updateProfile(Handle sql, UUID id, Profile profile, Instant now) {
        return sql.createQuery("""
                        update identity.users
                        set display_name = coalesce(:name, display_name),
                            picture = nullif(coalesce(:picture, picture), ''),
                            language = coalesce(:language, language), updated_at = :now
                        where id = :id and deleted_at is null
                        returning
                        """ + COLUMNS)
                .bind("id", id)
                .bind("name", profile.name())
                .bind("picture", profile.picture())
                .bind("language", profile.language())
                .bind("now", now)
                .map((row, context) -> user(row))
                .findOne();
    }

    /** Reads {@link #COLUMNS}. */
    public static User user(ResultSet row) throws SQLException {
        return new User(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                row.getString("auth_id"),
                row.getString("auth_provider"),
                Columns.optionalText(row, "email"),
                row.getBoolean("email_verified"),
                Columns.optionalText(row, "display_name"),
                Columns.optionalText(row, "picture"),
                new User.Ways(
                        methods(row.getString("auth_methods")),
                        row.getBoolean("has_password"),
                        row.getBoolean("second_factor"),
                        Columns.optionalText(row, "wallet_address")),
                row.getBoolean("is_system_admin"),
                Columns.optionalText(row, "language"),
                UserStatus.valueOf(row.getString("status")),
                Columns.optionalInstant(row, "last_login_at"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                Columns.optionalInstant(row, "deleted_at"));
    }

    private static List<String> methods(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }
}
