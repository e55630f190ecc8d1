package dev.latchkey.identity.session;

import dev.latchkey.identity.dpop.DpopProof;
import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** SQL of {@code identity.sessions}. */
public final class SessionStore {

    /** How many live sessions a user may have; the oldest beyond it end. */
    public static final int MAX_LIVE = 100;

    static final String STATE = """
            sessions.id as session_id, sessions.family_id, sessions.method,
            array_to_string(sessions.factors, ',') as factors, sessions.strong_auth_at,
            sessions.organization_id, sessions.organization_role, sessions.dpop_jkt,
            sessions.expires_at, sessions.revoked_at, sessions.revoked_reason,
            """ + UserStore.COLUMNS;

    private static final String BY_ID = "select " + STATE
            + " from identity.sessions join identity.users on users.id = sessions.user_id" + " where sessions.id = ?";

    private static final String BY_ID_WITH_PROOF = """
            with used as (
                insert into identity.dpop_proofs (id, expires_at) values (?, ?) on conflict do nothing returning id
            )
            select exists(select from used) as is_first_use,
            """ + STATE + """
            from identity.sessions join identity.users on users.id = sessions.user_id where sessions.id = ?
            """;

    /** A session, and whether the proof that came with the request for it was used for the first time. */
    record Proven(SessionState session, boolean isFirstUse) {}

    /**
     * What was found while a sign-in was stored.
     *
     * @param isOnNewDevice whether the user signed in before, but none of the last ten times on this device
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
                                factors, strong_auth_at, ip, user_agent, device, dpop_jkt, organization_id,
                                organization_role, signed_in_at, created_at, expires_at)
                            select :id, :familyId, id, project_id, :refreshHash, :method, :factors, :strongAuthAt,
                                :ip, :userAgent, :device, :keyThumbprint, cast(:organization as uuid), :role, :createdAt,
                                :createdAt, :expiresAt
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
                            exists(
                                select from identity.sessions
                                where user_id = :userId and created_at = signed_in_at) as has_signed_in,
                            exists(
                                select from (
                                    select device from identity.sessions
                                    where user_id = :userId and created_at = signed_in_at
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
                        UserStore.user(row), row.getBoolean("has_signed_in") && !row.getBoolean("knows_device")))
                .findOne();
    }

    Optional<SessionState> byId(Database database, UUID id) {
        return database.lookUp(BY_ID, SessionStore::state, id);
    }

    /** Uses up the proof in the same statement. */
    Optional<Proven> byId(Database database, UUID id, DpopProof proof) {
        return database.lookUp(
                BY_ID_WITH_PROOF,
                row -> new Proven(state(row), row.getBoolean("is_first_use")),
                proof.id(),
                proof.expiresAt().atOffset(ZoneOffset.UTC),
                id);
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

    int revokeFamily(Handle sql, UUID userId, UUID familyId, String reason, Instant now) {
        return revokeAll(
                sql,
                "user_id = :user and family_id = :family",
                Map.of("user", userId, "family", familyId),
                reason,
                now);
    }

    int revokeAll(Handle sql, UUID userId, String reason, Instant now) {
        return revokeAll(sql, "user_id = :user", Map.of("user", userId), reason, now);
    }

    int revokeOthers(Handle sql, UUID userId, UUID familyKept, String reason, Instant now) {
        return revokeAll(
                sql,
                "user_id = :user and family_id <> :family",
                Map.of("user", userId, "family", familyKept),
                reason,
                now);
    }

    /** Stores a session of an administrator in the user's name, and why there is one. */
    void impersonate(Handle sql, User user, Session session, String refreshHash, UUID admin, String reason) {
        bind(sql.createUpdate("""
                        with begun as (
                            insert into identity.sessions (id, family_id, user_id, project_id, refresh_hash, method,
                                factors, strong_auth_at, ip, user_agent, device, dpop_jkt, signed_in_at, created_at,
                                expires_at)
                            values (:id, :familyId, :userId, :projectId, :refreshHash, :method, :factors,
                                :strongAuthAt, :ip, :userAgent, :device, :keyThumbprint, :createdAt, :createdAt,
                                :expiresAt)
                        )
                        insert into identity.impersonations (session_id, project_id, user_id, admin_id, reason,
                            started_at, ends_at)
                        values (:id, :projectId, :userId, :admin, :reason, :createdAt, :expiresAt)
                        """), session, refreshHash)
                .bind("userId", user.id())
                .bind("projectId", user.projectId())
                .bind("admin", admin)
                .bind("reason", reason)
                .execute();
    }

    /** The family of a session of the user, live or not. */
    Optional<UUID> familyOf(Handle sql, UUID userId, UUID id) {
        return sql.createQuery("select family_id from identity.sessions where id = :id and user_id = :user")
                .bind("id", id)
                .bind("user", userId)
                .mapTo(UUID.class)
                .findOne();
    }

    /**
     * Removes rows that nothing can come of: those of families without a live session a day after they expired, and all
     * {@code keep} after. A rotated row of a family that lives on stays until then, since only it can show that a copy of
     * its token is in other hands.
     */
    int removeExpired(Handle sql, Instant now, Duration keep) {
        return sql.createUpdate("""
                        delete from identity.sessions old
                        where expires_at < :yesterday
                            and (expires_at < :longAgo
                                or not exists (
                                    select from identity.sessions live
                                    where live.user_id = old.user_id and live.family_id = old.family_id
                                        and live.revoked_at is null and live.expires_at > :now))
                        """)
                .bind("now", now)
                .bind("yesterday", now.minus(Duration.ofDays(1)))
                .bind("longAgo", now.minus(keep))
                .execute();
    }

    /**
     * A rotation that commits while we wait for its row leaves a successor that our statement could not see: look again
     * until none is left.
     */
    private static int revokeAll(Handle sql, String which, Map<String, ?> names, String reason, Instant now) {
        String live = " where revoked_at is null and " + which;
        int revoked = 0;
        do {
            revoked += sql.createUpdate(
                            "update identity.sessions set revoked_at = :now, revoked_reason = :reason" + live)
                    .bindMap(names)
                    .bind("reason", reason)
                    .bind("now", now)
                    .execute();
        } while (sql.createQuery("select exists(select from identity.sessions" + live + ")")
                .bindMap(names)
                .mapTo(Boolean.class)
                .one());
        return revoked;
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Session session, String refreshHash) {
        AccessClaims.Organization organization = session.organization();
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
                .bind("keyThumbprint", session.keyThumbprint())
                .bind("organization", organization == null ? null : organization.id())
                .bind("role", organization == null ? null : organization.role())
                .bind("createdAt", session.createdAt())
                .bind("expiresAt", session.expiresAt());
    }

    static SessionState state(ResultSet row) throws SQLException {
        return new SessionState(
                Columns.uuid(row, "session_id"),
                Columns.uuid(row, "family_id"),
                UserStore.user(row),
                row.getString("method"),
                factors(row),
                Columns.instant(row, "strong_auth_at"),
                organization(row),
                Columns.optionalText(row, "dpop_jkt"),
                Columns.instant(row, "expires_at"),
                Columns.optionalInstant(row, "revoked_at"),
                Columns.optionalText(row, "revoked_reason"));
    }

    static List<String> factors(ResultSet row) throws SQLException {
        return List.of(row.getString("factors").split(",", -1));
    }

    static AccessClaims.@Nullable Organization organization(ResultSet row) throws SQLException {
        UUID id = Columns.optionalUuid(row, "organization_id");
        return id == null ? null : new AccessClaims.Organization(id, row.getString("organization_role"));
    }
}
