package dev.latchkey.platform.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One stored audit event, as far as its readers need it. */
public record AuditEntry(
        UUID id,
        Instant occurredAt,
        String type,
        @Nullable UUID projectId,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String targetId,
        AuditEvent.Outcome outcome,
        JsonNode metadata) {

    /** A fact of the metadata, if it is a text. */
    public Optional<String> fact(String name) {
        return metadata.path(name).stringValueOpt();
    }
}
