package dev.latchkey.identity.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session of the export, live or over. */
record PastSession(
        UUID id,
        String method,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedReason) {}
