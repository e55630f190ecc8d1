package dev.latchkey.identity.session;

import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of a refresh, each act one plain statement: the rotation, and the question which session a token led to. */
final class RotationStore {

    /**
     * One for one, so the number of live sessions stays as it was and the limit need not be looked at. Reads no more than
     * the successor and its token need: PostgreSQL spends more time on columns here than on rows.
     */
    private static final String ROTATE = """
            with old as (
                update identity.sessions
                set revoked_at = ?, revoked_reason = 'rotated', successor_id = ?
                from identity.users
                where sessions.refresh_hash = ? and sessions.revoked_at is null and sessions.expires_at > ?
                    and sessions.created_at > ?
                    and (sessions.dpop_jkt is null or sessions.dpop_jkt = ?)
                    and users.id = sessions.user_id and users.status = 'ACTIVE' and users.deleted_at is null
                returning users.id, users.project_id, users.email_verified, users.is_system_admin,
                    sessions.family_id, sessions.method, sessions.factors, sessions.strong_auth_at,
                    sessions.organization_id, sessions.organization_role, sessions.dpop_jkt, sessions.signed_in_at
            ), fresh as (
                insert into identity.sessions (id, family_id, user_id, project_id, refresh_hash, method,
                    factors, strong_auth_at, organization_id, organization_role, dpop_jkt, signed_in_at,
                    ip, user_agent, device, created_at, expires_at)
                select ?, family_id, id, project_id, ?, method,
                    factors, strong_auth_at, organization_id, organization_role, coalesce(dpop_jkt, ?), signed_in_at,
                    ?, ?, ?, ?, least(cast(? as timestamptz), signed_in_at + make_interval(secs => ?))
                from old
            )
            select id, project_id, email_verified, is_system_admin, array_to_string(factors, ',') as factors,
                strong_auth_at, organization_id, organization_role
            from old
            """;

    /** As a rotation, but of a session that somebody is using, and without a grace: nothing leads to the successor again. */
    private static final String SWITCH = """
            with old as (
                update identity.sessions
                set revoked_at = :now, revoked_reason = 'org_switch'
                from identity.users
                where sessions.id = :old and sessions.revoked_at is null and sessions.expires_at > :now
                    and users.id = sessions.user_id and users.status = 'ACTIVE' and users.deleted_at is null
                returning sessions.factors as factor_list, sessions.signed_in_at,
            """ + SessionStore.STATE + """
            ), fresh as (
                insert into identity.sessions (id, family_id, user_id, project_id, refresh_hash, method,
                    factors, strong_auth_at, organization_id, organization_role, dpop_jkt, signed_in_at,
                    ip, user_agent, device, created_at, expires_at)
                select :id, family_id, id, project_id, :refreshHash, method,
                    factor_list, least(strong_auth_at, :notRecent), :organization, :role,
                    coalesce(dpop_jkt, :keyThumbprint), signed_in_at,
                    :ip, :userAgent, :device, :now,
                    least(cast(:expiresAt as timestamptz), signed_in_at + make_interval(secs => :longest))
                from old
            )
            select * from old
            """;

    /** The successor stands under the name that the columns of a state expect. */
    private static final String SUCCESSOR = "select " + SessionStore.STATE + """
            from identity.sessions old
                join identity.sessions on sessions.id = old.successor_id
                join identity.users on users.id = sessions.user_id
            where old.refresh_hash = ? and old.revoked_reason = 'rotated' and old.revoked_at > ?
                and sessions.revoked_at is null and sessions.expires_at > ?
                and sessions.dpop_jkt is not distinct from ?
                and users.status = 'ACTIVE' and users.deleted_at is null
            """;

    /**
     * The session that follows, as far as rotation does not take it over from the one before.
     *
     * @param notIdleSince since when the session before must have been used, whatever was allowed when it began
     * @param expiresAt at the latest
     * @param longest how long after the sign-in it ends even if used
     */
    record Successor(
            UUID id,
            String refreshHash,
            @Nullable String keyThumbprint,
            @Nullable String ip,
            @Nullable String userAgent,
            String device,
            Instant createdAt,
            Instant notIdleSince,
            Instant expiresAt,
            Duration longest) {}

    /**
     * Ends the live session with the old hash and stores its successor. Of concurrent calls with one refresh token exactly
     * one gets an answer; a session that is bound to a key gives one only for that key.
     *
     * @return what the successor's tokens say
     */
    Optional<AccessClaims> rotate(Database database, String oldHash, Successor successor) {
        OffsetDateTime now = utc(successor.createdAt());
        return database.lookUp(
                ROTATE,
                row -> claims(row, successor),
                now,
                successor.id(),
                oldHash,
                now,
                utc(successor.notIdleSince()),
                successor.keyThumbprint(),
                successor.id(),
                successor.refreshHash(),
                successor.keyThumbprint(),
                successor.ip(),
                successor.userAgent(),
                successor.device(),
                now,
                utc(successor.expiresAt()),
                (double) successor.longest().toSeconds());
    }

    /**
     * Ends a live session and stores one for {@code organization} after it. Answers the old one; empty when it has ended.
     *
     * @param notRecent when the user last proved who they are, as far as the new session knows, at the latest
     */
    Optional<SessionState> switchOrganization(
            Handle sql, UUID old, Successor successor, AccessClaims.Organization organization, Instant notRecent) {
        return sql.createQuery(SWITCH)
                .bind("old", old)
                .bind("now", successor.createdAt())
                .bind("id", successor.id())
                .bind("refreshHash", successor.refreshHash())
                .bind("notRecent", notRecent)
                .bind("organization", organization.id())
                .bind("role", organization.role())
                .bind("keyThumbprint", successor.keyThumbprint())
                .bind("ip", successor.ip())
                .bind("userAgent", successor.userAgent())
                .bind("device", successor.device())
                .bind("expiresAt", successor.expiresAt())
                .bind("longest", (double) successor.longest().toSeconds())
                .map((row, context) -> SessionStore.state(row))
                .findOne();
    }

    /**
     * The session that followed the one with the old hash, if that happened after {@code since} and it still lives, not
     * rotated itself, bound to just this key.
     */
    Optional<SessionState> successor(
            Database database, String oldHash, Instant since, @Nullable String keyThumbprint, Instant now) {
        return database.lookUp(SUCCESSOR, SessionStore::state, oldHash, utc(since), utc(now), keyThumbprint);
    }

    private static AccessClaims claims(ResultSet row, Successor successor) throws SQLException {
        AccessClaims.Subject subject = new AccessClaims.Subject(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                row.getBoolean("email_verified"),
                row.getBoolean("is_system_admin"));
        return new AccessClaims(
                subject,
                successor.id(),
                SessionStore.organization(row),
                SessionStore.factors(row),
                Columns.instant(row, "strong_auth_at"),
                successor.keyThumbprint(),
                null);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
