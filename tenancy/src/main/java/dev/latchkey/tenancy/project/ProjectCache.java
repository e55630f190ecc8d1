package dev.latchkey.tenancy.project;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Projects as they were at most {@link #MAX_AGE} ago, for public calls that prove nothing about their project. A change
 * made by this process shows at once. Keys are never cached: their check reads the project's state itself.
 */
public final class ProjectCache {

    static final Duration MAX_AGE = Duration.ofSeconds(2);

    private final Cache<UUID, Project> projects =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(MAX_AGE).build();

    Optional<Project> get(UUID id, Function<UUID, Optional<Project>> load) {
        return Optional.ofNullable(projects.get(id, wanted -> load.apply(wanted).orElse(null)));
    }

    void forget(UUID id) {
        projects.invalidate(id);
    }
}
