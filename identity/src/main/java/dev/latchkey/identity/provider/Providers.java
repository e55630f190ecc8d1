package dev.latchkey.identity.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The providers of each project: those stored, and for the default project also the configured one. */
final class Providers {

    /** How long another server may still trust a provider that was removed. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Database database;
    private final ProviderStore store;
    private final List<AuthProvider> configured;
    private final Cache<UUID, List<AuthProvider>> cache = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    Providers(Database database, ProviderStore store, List<AuthProvider> configured) {
        this.database = database;
        this.store = store;
        this.configured = List.copyOf(configured);
    }

    List<AuthProvider> of(UUID projectId) {
        return cache.get(projectId, this::load);
    }

    /** Stores the provider; 409 when the project has another one with that issuer. */
    void put(AuthProvider provider, Origin origin) {
        try {
            database.run(tx -> {
                store.put(tx.sql(), provider, tx.now());
                tx.audit(AuditEvent.success(
                                "auth_provider.configured",
                                origin,
                                provider.projectId(),
                                "auth_provider",
                                provider.kind())
                        .with("issuer", provider.issuer()));
            });
        } catch (RuntimeException failure) {
            throw Violations.isUnique(failure)
                    ? ApiException.conflict("Another auth provider of this project has this issuer")
                    : failure;
        }
        cache.invalidate(provider.projectId());
    }

    /** Throws 404 when the project has no such provider of its own. */
    void remove(UUID projectId, ProviderKind kind, Origin origin) {
        database.run(tx -> {
            if (!store.remove(tx.sql(), projectId, kind)) {
                throw ApiException.notFound("Auth provider " + kind + " not found");
            }
            tx.audit(AuditEvent.success("auth_provider.removed", origin, projectId, "auth_provider", kind));
        });
        cache.invalidate(projectId);
    }

    /** A stored provider stands before a configured one of the same kind. */
    private List<AuthProvider> load(UUID projectId) {
        List<AuthProvider> all = new ArrayList<>(database.read(sql -> store.of(sql, projectId)));
        for (AuthProvider provider : configured) {
            boolean overridden = all.stream().anyMatch(stored -> stored.kind() == provider.kind());
            if (provider.projectId().equals(projectId) && !overridden) {
                all.add(provider);
            }
        }
        return List.copyOf(all);
    }
}
