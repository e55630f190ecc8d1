package dev.latchkey.identity.session;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** SQL of {@code identity.sessions}. */
public final class SessionStore {

    /** How many live sessions a user may have; the oldest beyond it end. */
    public static final int MAX_LIVE = 100;

    private static final String STATE = """
            sessions.id as session_id, sessions.family_id, sessions.method,
            array_to_string(sessions.factors, ',') as factors, sessions.strong_auth_at, sessions.expires_at,
            sessions.revoked_at, sessions.revoked_reason,
            """ + UserStore.COLUMNS;

    /** One for one, so the number of live sessions stays as it was and the limit need not be looked at. */
    private static final String ROTATE = """
            with old as (
                update identity.sessions
                set revoked_at = ?, revoked_reason = 'rotated', successor_id = ?
                from identity.users
                where sessions.refresh_hash = ? and sessions.revoked_at is null and sessions.expires_at > ?
                    and users.id = sessions.user_id and users.status = 'ACTIVE' and users.deleted_at is null
                returning sessions.factors as factor_list, sessions.organization_id, sessions.organization_role,
            """ + STATE + """
            ), fresh as (
                insert into identity.sessions (id, family_id, user_id, project_id, refresh_hash, method,
                    factors, strong_auth_at, organization_id, organization_role, ip, user_agent, device,
                    created_at, expires_at)
                select ?, family_id, id, project_id, ?, method, factor_list, strong_auth_at, organization_id,
                    organization_role, ?, ?, ?, ?, ?
                from old
            )
            select * from old
            """;

    private static final String BY_ID = "select " + STATE
            + " from identity.sessions join identity.users on users.id = sessions.user_id" + " where sessions.id = ?";

    /**
     * What was found while a sign-in was stored.
     *
     * @param isOnNewDevice whether the user has sessions, but none of the last ten is on this device
     */
    public record Stored(User user, boolean isOnNewDevice) {}

    /**
     * Stores a user's first session of a family, notes the sign-in, forgets the failures before it, and ends the oldest
     * sessions beyond the limit.
     *
     * @param failures the subject of the failures to forget; {@code null} where none are counted
     * @return empty when the user is not active any more
     */
    public Optional<Stored> signIn(
            Handle sql, UUID userId, Session session, String refreshHash, @Nullable String failures, Instant now) {
        return bind(sql.createQuery("""
                        with signed_in as (
                            update identity.users set last_login_at = :now
                            where id = :userId and status = 'ACTIVE' and deleted_at is null
                            returning
                        """ + UserStore.COLUMNS + """
                        ), fresh as (
                            insert into identity.sessions (id, family_id, user_id, project_id, refresh_hash, method,
                                factors, strong_auth_at, ip, user_agent, device, created_at, expires_at)
                            select :id, :familyId, id, project_id, :refreshHash, :method, :factors, :strongAuthAt,
                                :ip, :userAgent, :device, :createdAt, :expiresAt
                            from signed_in
                        ), forgotten as (
                            delete from identity.throttles
                            where project_id = (select project_id from signed_in) and subject = :failures
                        ), ended as (
                            update identity.sessions set revoked_at = :now, revoked_reason = 'session_limit'
                            where id in (
                                select id from identity.sessions
                                where user_id = :userId and revoked_at is null
                                order by created_at desc, id desc
                                offset :others)
                        )
                        select signed_in.*,
                            exists(select from identity.sessions where user_id = :userId) as has_sessions,
                            exists(
                                select from (
                                    select device from identity.sessions
                                    where user_id = :userId
                                    order by created_at desc, id desc
                                    limit 10) as latest
                                where device = :device) as knows_device
                        from signed_in
                        """), session, refreshHash)
                .bind("userId", userId)
                .bind("failures", failures)
                .bind("now", now)
                .bind("others", MAX_LIVE - 1)
                .map((row, context) -> new Stored(
                        UserStore.user(row), row.getBoolean("has_sessions") && !row.getBoolean("knows_device")))
                .findOne();
    }

    /**
     * Rotates: ends the live session with the old hash and stores its successor, in one statement. Of concurrent calls
     * with one refresh token exactly one gets an answer.
     */
    Optional<SessionState> rotate(
            Database database,
            String oldHash,
            UUID id,
            String refreshHash,
            @Nullable String ip,
            @Nullable String userAgent,
            String device,
            Instant now,
            Instant expiresAt) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        return database.lookUp(
                ROTATE,
                SessionStore::state,
                at,
                id,
                oldHash,
                at,
                id,
                refreshHash,
                ip,
                userAgent,
                device,
                at,
                expiresAt.atOffset(ZoneOffset.UTC));
    }

    Optional<SessionState> byId(Database database, UUID id) {
        return database.lookUp(BY_ID, SessionStore::state, id);
    }

    Optional<SessionState> byRefreshHash(Handle sql, String refreshHash) {
        return sql.createQuery("select " + STATE + """
                        from identity.sessions join identity.users on users.id = sessions.user_id
                        where sessions.refresh_hash = :refreshHash
                        """)
                .bind("refreshHash", refreshHash)
                .map((row, context) -> state(row))
                .findOne();
    }

    void strengthen(Handle sql, UUID id, String factor, Instant now) {
        sql.createUpdate("""
                        update identity.sessions
                        set strong_auth_at = :now,
                            factors = case when :factor = any(factors) then factors else factors || :factor end
                        where id = :id
                        """)
                .bind("id", id)
                .bind("factor", factor)
                .bind("now", now)
                .execute();
    }

    boolean revoke(Handle sql, UUID id, String reason, Instant now) {
        return sql.createUpdate("""
                        update identity.sessions set revoked_at = :now, revoked_reason = :reason
                        where id = :id and revoked_at is null
                        """)
                        .bind("id", id)
                        .bind("reason", reason)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    int revokeFamily(Handle sql, UUID familyId, String reason, Instant now) {
        return untilNoneIsLive(
                sql,
                "update identity.sessions set revoked_at = :now, revoked_reason = :reason"
                        + " where family_id = :subject and revoked_at is null",
                "select count(*) from identity.sessions where family_id = :subject and revoked_at is null",
                familyId,
                reason,
                now);
    }

    int revokeAll(Handle sql, UUID userId, String reason, Instant now) {
        return untilNoneIsLive(
                sql,
                "update identity.sessions set revoked_at = :now, revoked_reason = :reason"
                        + " where user_id = :subject and revoked_at is null",
                "select count(*) from identity.sessions where user_id = :subject and revoked_at is null",
                userId,
                reason,
                now);
    }

    int revokeOthers(Handle sql, UUID userId, UUID familyKept, String reason, Instant now) {
        int revoked = 0;
        int more;
        do {
            more = sql.createUpdate("""
                            update identity.sessions set revoked_at = :now, revoked_reason = :reason
                            where user_id = :userId and family_id <> :family and revoked_at is null
                            """)
                    .bind("userId", userId)
                    .bind("family", familyKept)
                    .bind("reason", reason)
                    .bind("now", now)
                    .execute();
            revoked += more;
        } while (more > 0);
        return revoked;
    }

    List<SessionView> live(Handle sql, UUID userId, UUID current, Instant now, int limit, long offset) {
        return sql.createQuery("""
                        select id, ip, user_agent, created_at, expires_at
                        from identity.sessions
                        where user_id = :userId and revoked_at is null and expires_at > :now
                        order by created_at desc, id desc
                        limit :limit offset :offset
                        """)
                .bind("userId", userId)
                .bind("now", now)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> view(row, current))
                .list();
    }

    int countLive(Handle sql, UUID userId, Instant now) {
        return sql.createQuery("""
                        select count(*) from identity.sessions
                        where user_id = :userId and revoked_at is null and expires_at > :now
                        """)
                .bind("userId", userId)
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }

    /** Removes rows that expired before {@code before}; while they exist, reuse of their tokens is noticed. */
    int removeExpired(Handle sql, Instant before) {
        return sql.createUpdate("delete from identity.sessions where expires_at < :before")
                .bind("before", before)
                .execute();
    }

    /**
     * A rotation that commits while we wait for its row leaves a successor that our statement could not see: look again
     * until none is left.
     */
    private static int untilNoneIsLive(
            Handle sql, String update, String count, UUID subject, String reason, Instant now) {
        int revoked = 0;
        do {
            revoked += sql.createUpdate(update)
                    .bind("subject", subject)
                    .bind("reason", reason)
                    .bind("now", now)
                    .execute();
        } while (sql.createQuery(count)
                        .bind("subject", subject)
                        .mapTo(Integer.class)
                        .one()
                > 0);
        return revoked;
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Session session, String refreshHash) {
        return statement
                .bind("id", session.id())
                .bind("familyId", session.familyId())
                .bind("refreshHash", refreshHash)
                .bind("method", session.method())
                .bindArray("factors", String.class, session.factors())
                .bind("strongAuthAt", session.strongAuthAt())
                .bind("ip", session.ip())
                .bind("userAgent", session.userAgent())
                .bind("device", session.device())
                .bind("createdAt", session.createdAt())
                .bind("expiresAt", session.expiresAt());
    }

    private static SessionState state(ResultSet row) throws SQLException {
        return new SessionState(
                Columns.uuid(row, "session_id"),
                Columns.uuid(row, "family_id"),
                UserStore.user(row),
                row.getString("method"),
                List.of(row.getString("factors").split(",", -1)),
                Columns.instant(row, "strong_auth_at"),
                Columns.instant(row, "expires_at"),
                Columns.optionalInstant(row, "revoked_at"),
                Columns.optionalText(row, "revoked_reason"));
    }

    private static SessionView view(ResultSet row, UUID current) throws SQLException {
        UUID id = Columns.uuid(row, "id");
        return new SessionView(
                id,
                Columns.optionalText(row, "ip"),
                Columns.optionalText(row, "user_agent"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                id.equals(current));
    }
}
