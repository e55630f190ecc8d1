package dev.latchkey.identity.session;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL that lists a user's live sessions. */
final class SessionListStore {

    /**
     * A live session.
     *
     * @param signedInAt when its family began
     * @param refreshedAt when it took over from the one before
     */
    record Row(
            UUID id,
            String method,
            @Nullable String ip,
            @Nullable String userAgent,
            Instant signedInAt,
            Instant refreshedAt,
            Instant expiresAt) {}

    List<Row> live(Handle sql, UUID userId, Instant now, int limit, long offset) {
        return sql.createQuery("""
                        select id, method, ip, user_agent, signed_in_at, created_at, expires_at
                        from identity.sessions
                        where user_id = :userId and revoked_at is null and expires_at > :now
                        order by created_at desc, id desc
                        limit :limit offset :offset
                        """)
                .bind("userId", userId)
                .bind("now", now)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> row(row))
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

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                Columns.uuid(row, "id"),
                row.getString("method"),
                Columns.optionalText(row, "ip"),
                Columns.optionalText(row, "user_agent"),
                Columns.instant(row, "signed_in_at"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"));
    }
}
