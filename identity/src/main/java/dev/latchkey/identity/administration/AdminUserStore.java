package dev.latchkey.identity.administration;

import dev.latchkey.identity.user.UserStatus;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.http.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** SQL over {@code identity.users} for administrators. */
final class AdminUserStore {

    /** How far a list is counted: beyond it the total is this and one more. */
    static final int COUNTED = 10_000;

    private static final String GOOGLE_ID = """
            , (select subject from identity.credentials
               where user_id = users.id and kind = 'oauth_google' limit 1) as google_id
            """;

    private static final String MATCHING = """
            from identity.users
            where project_id = :projectId and deleted_at is null
                and (cast(:status as text) is null or status = :status)
                and (cast(:method as text) is null or :method = any(auth_methods))
                and (cast(:admin as boolean) is null or is_system_admin = :admin)
            """;

    /** Two indexes, one for each way to be found; as one condition neither would be used. */
    private static final String FOUND = """
                and id in (
                    select id from identity.users
                    where project_id = :projectId and deleted_at is null and email like :beginning
                    union
                    select id from identity.users
                    where project_id = :projectId and deleted_at is null and lower(display_name) like :beginning)
            """;

    /**
     * Which users are asked for; {@code null} does not restrict.
     *
     * @param search the beginning of an address or of a name, in any case
     */
    record Filter(
            @Nullable String search,
            @Nullable UserStatus status,
            @Nullable String method,
            @Nullable Boolean systemAdmin) {

        private String condition() {
            return search == null ? MATCHING : MATCHING + FOUND;
        }

        private Query bind(Query query, UUID projectId) {
            Query bound = query.bind("projectId", projectId)
                    .bind("status", status == null ? null : status.name())
                    .bind("method", method)
                    .bind("admin", systemAdmin);
            return search == null ? bound : bound.bind("beginning", escaped(search) + "%");
        }

        private static String escaped(String text) {
            return text.toLowerCase(Locale.ROOT)
                    .replace("\\", "\\\\")
                    .replace("%", "\\%")
                    .replace("_", "\\_");
        }
    }

    /** Newest first, behind a place or from an offset. */
    List<AdminUser> newest(Handle sql, UUID projectId, Filter filter, Optional<Place> behind, int limit, long offset) {
        String from = behind.isEmpty() ? "" : " and (created_at, id) < (:time, :id) ";
        Query query = filter.bind(
                sql.createQuery("select " + UserStore.COLUMNS + GOOGLE_ID + filter.condition() + from
                        + " order by created_at desc, id desc limit :limit offset :offset"),
                projectId);
        behind.ifPresent(place -> query.bind("time", place.time()).bind("id", place.id()));
        return query.bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> user(row))
                .list();
    }

    /** How many there are, {@link #COUNTED} and one at most. */
    int count(Handle sql, UUID projectId, Filter filter) {
        return filter.bind(
                        sql.createQuery(
                                "select count(*) from (select " + filter.condition() + " limit :counted) as counted"),
                        projectId)
                .bind("counted", COUNTED + 1)
                .mapTo(Integer.class)
                .one();
    }

    Optional<AdminUser> find(Handle sql, UUID projectId, UUID id) {
        return sql.createQuery("select " + UserStore.COLUMNS + GOOGLE_ID + """
                        from identity.users
                        where id = :id and project_id = :projectId and deleted_at is null
                        """)
                .bind("id", id)
                .bind("projectId", projectId)
                .map((row, context) -> user(row))
                .findOne();
    }

    long total(Handle sql, UUID projectId) {
        return sql.createQuery("""
                        select count(*) from identity.users where project_id = :projectId and deleted_at is null
                        """)
                .bind("projectId", projectId)
                .mapTo(Long.class)
                .one();
    }

    /** How many users have each way to sign in; one who has two counts twice. */
    Map<String, Long> methods(Handle sql, UUID projectId) {
        Map<String, Long> counts = new LinkedHashMap<>();
        sql.createQuery("""
                        select method, count(*) as users
                        from identity.users, unnest(auth_methods) as method
                        where project_id = :projectId and deleted_at is null
                        group by method
                        order by method
                        """)
                .bind("projectId", projectId)
                .map((row, context) -> counts.put(row.getString("method"), row.getLong("users")))
                .list();
        return counts;
    }

    /** {@code null} leaves a value as it is. */
    void change(
            Handle sql,
            UUID id,
            @Nullable String name,
            @Nullable String email,
            @Nullable Boolean emailVerified,
            Instant now) {
        sql.createUpdate("""
                        update identity.users
                        set display_name = coalesce(:name, display_name), email = coalesce(:email, email),
                            email_verified = coalesce(:verified, email_verified), updated_at = :now
                        where id = :id
                        """)
                .bind("id", id)
                .bind("name", name)
                .bind("email", email)
                .bind("verified", emailVerified)
                .bind("now", now)
                .execute();
    }

    void setStatus(Handle sql, UUID id, UserStatus status, Instant now) {
        sql.createUpdate("update identity.users set status = :status, updated_at = :now where id = :id")
                .bind("id", id)
                .bind("status", status.name())
                .bind("now", now)
                .execute();
    }

    void setSystemAdmin(Handle sql, UUID id, boolean systemAdmin, Instant now) {
        sql.createUpdate("update identity.users set is_system_admin = :admin, updated_at = :now where id = :id")
                .bind("id", id)
                .bind("admin", systemAdmin)
                .bind("now", now)
                .execute();
    }

    /** Ends the sessions in which an administrator looks with others' eyes. */
    void endImpersonations(Handle sql, UUID adminId, Instant now) {
        sql.createUpdate("""
                        update identity.sessions set revoked_at = :now, revoked_reason = 'admin_revoke'
                        where revoked_at is null
                            and id in (select session_id from identity.impersonations where admin_id = :admin)
                        """).bind("admin", adminId).bind("now", now).execute();
    }

    boolean isToBeErased(Handle sql, UUID id) {
        return sql.createQuery("select deletion_due_at is not null from identity.users where id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    int activeAdmins(Handle sql, UUID projectId) {
        return sql.createQuery("""
                        select count(*) from identity.users
                        where project_id = :projectId and is_system_admin and status = 'ACTIVE'
                            and deleted_at is null and deletion_due_at is null
                        """)
                .bind("projectId", projectId)
                .mapTo(Integer.class)
                .one();
    }

    private static AdminUser user(ResultSet row) throws SQLException {
        return AdminUser.of(UserStore.user(row), Columns.optionalText(row, "google_id"));
    }
}
