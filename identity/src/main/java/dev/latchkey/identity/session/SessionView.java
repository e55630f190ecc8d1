package dev.latchkey.identity.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A live session as its user sees it; address and agent are shown as {@code null} when unknown. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SessionView(
        UUID id,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        Instant createdAt,
        Instant expiresAt,
        boolean isCurrent) {}
