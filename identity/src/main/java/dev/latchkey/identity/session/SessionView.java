package dev.latchkey.identity.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.identity.device.Device;
import dev.latchkey.identity.device.Places;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A live session as its user sees it; address, agent and place are shown as {@code null} when unknown.
 *
 * @param createdAt when the user signed in
 * @param lastUsedAt when it was last refreshed: it may have been in use for the life of an access token since then
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SessionView(
        UUID id,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        String device,
        String browser,
        @Nullable String location,
        String method,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean isCurrent) {

    static SessionView of(SessionListStore.Row row, UUID current, Places places) {
        Device device = Device.of(row.userAgent());
        return new SessionView(
                row.id(),
                row.ip(),
                row.userAgent(),
                device.name(),
                device.browser(),
                places.of(row.ip()).orElse(null),
                row.method(),
                row.signedInAt(),
                row.refreshedAt(),
                row.expiresAt(),
                row.id().equals(current));
    }
}
