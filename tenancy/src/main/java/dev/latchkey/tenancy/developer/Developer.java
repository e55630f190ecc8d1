package dev.latchkey.tenancy.developer;

import dev.latchkey.tenancy.TenantStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One developer, as stored and as answered (mux-api.md 5.3). */
public record Developer(
        UUID id,
        String email,
        @Nullable String name,
        @Nullable String company,
        TenantStatus status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    Developer with(ChangeDeveloper change) {
        return new Developer(
                id,
                change.email() == null ? email : change.email().text(),
                change.name().applyTo(name),
                change.company().applyTo(company),
                change.status() == null ? status : change.status(),
                createdAt,
                updatedAt,
                deletedAt);
    }

    Developer updated(Instant now) {
        return new Developer(id, email, name, company, status, createdAt, now, deletedAt);
    }

    Developer deleted(Instant now) {
        return new Developer(id, email, name, company, status, createdAt, now, now);
    }
}
