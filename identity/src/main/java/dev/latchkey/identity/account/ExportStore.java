package dev.latchkey.identity.account;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of the export. */
final class ExportStore {

    /** Newest first. */
    List<PastSession> sessions(Handle sql, UUID userId, int limit) {
        return sql.createQuery("""
                        select id, method, ip, user_agent, created_at, expires_at, revoked_at, revoked_reason
                        from identity.sessions
                        where user_id = :userId
                        order by created_at desc, id desc
                        limit :limit
                        """)
                .bind("userId", userId)
                .bind("limit", limit)
                .map((row, context) -> session(row))
                .list();
    }

    private static PastSession session(ResultSet row) throws SQLException {
        return new PastSession(
                Columns.uuid(row, "id"),
                row.getString("method"),
                Columns.optionalText(row, "ip"),
                Columns.optionalText(row, "user_agent"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                Columns.optionalInstant(row, "revoked_at"),
                Columns.optionalText(row, "revoked_reason"));
    }
}
