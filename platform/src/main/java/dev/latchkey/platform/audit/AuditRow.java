package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One stored event with every column.
 *
 * @param sequence its number in the log; later events have greater ones, some numbers are never used
 * @param transactionId of PostgreSQL, of the act that stored it
 * @param metadata the JSON as PostgreSQL writes it
 */
public record AuditRow(
        long sequence,
        String transactionId,
        UUID id,
        Instant occurredAt,
        String type,
        @Nullable UUID projectId,
        @Nullable UUID organizationId,
        String actorKind,
        @Nullable UUID actorId,
        @Nullable UUID sessionId,
        @Nullable String requestId,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String targetKind,
        @Nullable String targetId,
        String outcome,
        String metadata) {

    /** To be selected from {@code platform.audit_events e}. */
    static final String COLUMNS = """
            e.sequence, e.transaction_id, e.id, e.occurred_at, e.type, e.project_id, e.organization_id, e.actor_kind,
            e.actor_id, e.session_id, e.request_id, e.ip, e.user_agent, e.target_kind, e.target_id, e.outcome, e.metadata
            """;

    static AuditRow read(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong("sequence"),
                row.getString("transaction_id"),
                Columns.uuid(row, "id"),
                Columns.instant(row, "occurred_at"),
                row.getString("type"),
                Columns.optionalUuid(row, "project_id"),
                Columns.optionalUuid(row, "organization_id"),
                row.getString("actor_kind"),
                Columns.optionalUuid(row, "actor_id"),
                Columns.optionalUuid(row, "session_id"),
                Columns.optionalText(row, "request_id"),
                Columns.optionalText(row, "ip"),
                Columns.optionalText(row, "user_agent"),
                Columns.optionalText(row, "target_kind"),
                Columns.optionalText(row, "target_id"),
                row.getString("outcome"),
                row.getString("metadata"));
    }

    /** The chain it belongs to: its project's, or the installation's. */
    UUID chain() {
        return projectId == null ? AuditChain.INSTALLATION : projectId;
    }
}
