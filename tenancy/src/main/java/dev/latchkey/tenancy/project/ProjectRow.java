package dev.latchkey.tenancy.project;

import dev.latchkey.tenancy.TenantStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code tenancy.projects}.
 *
 * @param walletAtSignUp {@code null} for none
 * @param rateLimitRpm {@code null} where the installation's default counts
 */
record ProjectRow(
        UUID id,
        String name,
        @Nullable String description,
        UUID developerId,
        TenantStatus status,
        String environment,
        @Nullable Integer rateLimitRpm,
        boolean requireSecondFactor,
        @Nullable String walletAtSignUp,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    ProjectRow with(ChangeProject change, UUID owner) {
        return new ProjectRow(
                id,
                change.name() == null ? name : change.name(),
                change.description().applyTo(description),
                owner,
                change.status() == null ? status : change.status(),
                change.environment() == null ? environment : change.environment(),
                change.rateLimitRpm().applyTo(rateLimitRpm),
                change.requireSecondFactor() == null ? requireSecondFactor : change.requireSecondFactor(),
                change.walletAtSignUp().applyTo(walletAtSignUp),
                createdAt,
                updatedAt,
                deletedAt);
    }

    ProjectRow updated(Instant now) {
        return new ProjectRow(
                id,
                name,
                description,
                developerId,
                status,
                environment,
                rateLimitRpm,
                requireSecondFactor,
                walletAtSignUp,
                createdAt,
                now,
                deletedAt);
    }

    ProjectRow deleted(Instant now) {
        return new ProjectRow(
                id,
                name,
                description,
                developerId,
                status,
                environment,
                rateLimitRpm,
                requireSecondFactor,
                walletAtSignUp,
                createdAt,
                now,
                now);
    }

    Project view(int defaultRequestsPerMinute) {
        return new Project(
                id,
                name,
                description,
                developerId,
                status,
                environment,
                rateLimitRpm == null ? defaultRequestsPerMinute : rateLimitRpm,
                requireSecondFactor,
                walletAtSignUp,
                createdAt,
                updatedAt,
                deletedAt);
    }
}
