package dev.latchkey.tenancy.project;

import dev.latchkey.tenancy.TenantStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code tenancy.projects}.
 *
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
                createdAt,
                updatedAt,
                deletedAt);
    }
}
