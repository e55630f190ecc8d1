package dev.latchkey.tenancy.project;

import dev.latchkey.tenancy.TenantStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One application, as answered (mux-api.md 5.4).
 *
 * @param environment free text; {@code production} makes its keys live ones
 * @param rateLimitRpm the limit in force: the project's own, else the installation's default
 * @param requireSecondFactor whether its users' sessions have to show two factors
 * @param walletAtSignUp the network on which everybody who signs up is given a wallet; {@code null} for none
 */
public record Project(
        UUID id,
        String name,
        @Nullable String description,
        UUID developerId,
        TenantStatus status,
        String environment,
        int rateLimitRpm,
        boolean requireSecondFactor,
        @Nullable String walletAtSignUp,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    /** Whether its rows may be used at all. */
    public boolean isActive() {
        return status == TenantStatus.ACTIVE && deletedAt == null;
    }
}
