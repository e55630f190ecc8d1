package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.tenancy.project.Project;
import dev.latchkey.tenancy.project.Projects;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What happens to project keys, except for their check. */
public final class ApiKeys {

    private static final String ROTATED_SUFFIX = " (rotated)";

    private final Database database;
    private final Projects projects;
    private final Tokens tokens;
    private final KeyTerms terms;
    private final ApiKeyStore store = new ApiKeyStore();

    public ApiKeys(Database database, Projects projects, SecureRandom random, KeyTerms terms) {
        this.database = database;
        this.projects = projects;
        this.tokens = new Tokens(random);
        this.terms = terms;
    }

    /**
     * A key to be made.
     *
     * @param expiresAt {@code null} for the installation's usual lifetime
     */
    public record Wanted(
            String name, KeyScopes scopes, @Nullable Instant expiresAt) {}

    /** A key for a project; empty when there is no such project. A key that makes another gives it no more than it has. */
    public Optional<IssuedKey> issue(UUID projectId, Wanted wanted, Origin origin) {
        wanted.scopes().requireWithin(origin.caller());
        return database.write(transaction -> projects.lock(transaction.sql(), projectId)
                .map(project -> issue(transaction, project, wanted, origin)));
    }

    private IssuedKey issue(Transaction transaction, Project project, Wanted wanted, Origin origin) {
        Instant expiresAt = wanted.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(transaction.now())) {
            throw ApiException.invalid("expiresAt must be in the future");
        }
        Instant ends = expiresAt != null
                ? expiresAt
                : terms.lifetime().map(transaction.now()::plus).orElse(null);
        IssuedKey issued = store(transaction, project, new Wanted(wanted.name(), wanted.scopes(), ends), null);
        transaction.audit(AuditEvent.success("api_key.created", origin, project.id(), "api_key", issued.id())
                .with("key", issued.key().toString())
                .with("scopes", String.join(" ", issued.scopes())));
        return issued;
    }

    /** One page of keys. */
    record Listed(List<ApiKey> keys, long total) {}

    /** Newest first. */
    Listed list(ApiKeyStore.Whose whose, int limit, long offset) {
        return database.read(sql -> new Listed(store.list(sql, whose, limit, offset), store.count(sql, whose)));
    }

    Optional<ApiKeyStore.Owner> owner(UUID projectId) {
        return database.read(sql -> store.owner(sql, projectId));
    }

    /**
     * Ends a key at once; a key that is revoked already stays as it was.
     *
     * @param reach whether the caller sees a project's keys
     * @return empty when there is no such key within reach
     */
    Optional<ApiKey> revoke(UUID id, @Nullable String reason, Predicate<Project> reach, Origin origin) {
        return database.write(transaction -> store.lock(transaction.sql(), id)
                .filter(key -> project(transaction, key).filter(reach).isPresent())
                .map(key -> revoke(transaction, key, reason, origin)));
    }

    private ApiKey revoke(Transaction transaction, ApiKey key, @Nullable String reason, Origin origin) {
        return switch (key.status()) {
            case REVOKED -> key;
            case EXPIRED -> throw ApiException.conflict("API key " + key.id() + " has expired already");
            case ACTIVE, SUSPENDED -> {
                HeldKeys.changed(transaction, store.revoke(transaction.sql(), key.id(), reason, transaction.now()));
                transaction.audit(AuditEvent.success("api_key.revoked", origin, key.projectId(), "api_key", key.id()));
                yield key.revoked(reason, transaction.now());
            }
        };
    }

    /**
     * Makes the key's successor, good for the same; the key itself keeps working until its grace is over.
     *
     * @param name of the successor; {@code null} to derive it
     * @return empty when there is no such key within reach
     */
    Optional<IssuedKey> rotate(UUID id, @Nullable String name, Predicate<Project> reach, Origin origin) {
        return database.write(transaction -> store.lock(transaction.sql(), id).flatMap(key -> project(transaction, key)
                .filter(reach)
                .map(project -> rotate(transaction, project, key, name, origin))));
    }

    private IssuedKey rotate(
            Transaction transaction, Project project, ApiKey old, @Nullable String name, Origin origin) {
        if (old.status() != ApiKeyStatus.ACTIVE || old.isExpiredAt(transaction.now())) {
            throw ApiException.conflict("API key " + old.id() + " is not active and cannot be rotated");
        }
        if (old.isRotated()) {
            throw ApiException.conflict("API key " + old.id() + " has been rotated already");
        }
        old.scopes().requireWithin(origin.caller());
        String called = name == null ? old.name() + ROTATED_SUFFIX : name;
        IssuedKey issued = store(transaction, project, new Wanted(called, old.scopes(), old.expiresAt()), old.id());
        Instant graceEnds = transaction.now().plus(terms.rotationGrace());
        HeldKeys.changed(transaction, store.startGrace(transaction.sql(), old.id(), graceEnds, transaction.now()));
        transaction.audit(AuditEvent.success("api_key.rotated", origin, project.id(), "api_key", old.id())
                .with("successor", issued.id().toString())
                .with("key", issued.key().toString()));
        return issued;
    }

    private Optional<Project> project(Transaction transaction, ApiKey key) {
        return projects.lock(transaction.sql(), key.projectId());
    }

    private IssuedKey store(Transaction transaction, Project project, Wanted wanted, @Nullable UUID rotatedFrom) {
        ProjectKeyText text = ProjectKeyText.generate(project.environment(), tokens);
        ApiKey key = ApiKey.fresh(project.id(), wanted, text, transaction.now());
        store.insert(transaction.sql(), key, text.hash(), rotatedFrom);
        return new IssuedKey(
                key.id(), project.id(), key.name(), key.scopes().names(), key.status(), key.createdAt(), text);
    }
}
