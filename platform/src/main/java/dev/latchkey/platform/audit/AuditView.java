package dev.latchkey.platform.audit;

import dev.latchkey.platform.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event as the API shows it (access.md 8).
 *
 * @param actorUserId only of acts by users
 * @param outcome whether the act was done or refused; not in the contract
 */
public record AuditView(
        UUID id,
        String eventType,
        @Nullable UUID actorUserId,
        @Nullable UUID sessionId,
        @Nullable UUID orgId,
        @Nullable String targetType,
        @Nullable String targetId,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        AuditEvent.Outcome outcome,
        JsonNode metadata,
        Instant createdAt) {

    /**
     * A page of the log.
     *
     * @param total exact up to {@link AuditSearch#EXACT}, which stands for "at least so many" when
     *     {@code totalIsExact} is false
     */
    public record Logs(List<AuditView> logs, int total, boolean totalIsExact) {}

    static AuditView of(AuditRow row) {
        return new AuditView(
                row.id(),
                row.type(),
                row.actorKind().equals("USER") ? row.actorId() : null,
                row.sessionId(),
                row.organizationId(),
                row.targetKind(),
                row.targetId(),
                row.ip(),
                row.userAgent(),
                AuditEvent.Outcome.valueOf(row.outcome()),
                Json.read(row.metadata()),
                row.occurredAt());
    }
}
