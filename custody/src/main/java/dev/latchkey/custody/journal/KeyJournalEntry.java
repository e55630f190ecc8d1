package dev.latchkey.custody.journal;

import dev.latchkey.platform.audit.AuditEntry;
import dev.latchkey.platform.audit.AuditEvent.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One operation on a key (mux-api.md 7.4).
 *
 * @param keyId the wallet's id, or the service key's
 * @param expiresAt always null: nothing removes audit events
 */
record KeyJournalEntry(
        UUID id,
        KeyOperation operation,
        @Nullable String keyId,
        @Nullable String publicKey,
        Instant timestamp,
        boolean success,
        @Nullable String errorMessage,
        JsonNode metadata,
        @Nullable String keyType,
        @Nullable String previousKeyId,
        @Nullable String newKeyId,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        @Nullable Instant expiresAt) {

    static KeyJournalEntry of(AuditEntry event) {
        return new KeyJournalEntry(
                event.id(),
                KeyOperation.of(event.type()),
                event.targetId(),
                event.fact("publicKey").orElse(null),
                event.occurredAt(),
                event.outcome() == Outcome.SUCCESS,
                event.fact("error").orElse(null),
                event.metadata(),
                event.fact("keyType").orElse(null),
                event.fact("previousKeyId").orElse(null),
                event.fact("newKeyId").orElse(null),
                event.ip(),
                event.userAgent(),
                null);
    }
}
