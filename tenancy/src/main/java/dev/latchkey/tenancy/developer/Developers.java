package dev.latchkey.tenancy.developer;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.tenancy.TenantStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to developers. */
public final class Developers {

    /** What follows for projects, in the same transaction. */
    public interface Listener {

        void developerChanged(Transaction transaction, UUID developerId);

        void developerDeleted(Transaction transaction, UUID developerId, Origin origin);
    }

    /** The developer every installation begins with. */
    public static final UUID DEFAULT_ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final Database database;
    private final DeveloperStore store = new DeveloperStore();
    private final Listener listener;

    public Developers(Database database, Listener listener) {
        this.database = database;
        this.listener = listener;
    }

    public Optional<Developer> find(UUID id) {
        return database.read(sql -> store.find(sql, id));
    }

    /** Newest first. */
    List<Developer> list(int limit, long offset) {
        return database.read(sql -> store.list(sql, limit, offset));
    }

    Developer create(CreateDeveloper wanted, Origin origin) {
        return database.write(transaction -> {
            Developer developer = new Developer(
                    UUID.randomUUID(),
                    wanted.email().text(),
                    wanted.name(),
                    wanted.company(),
                    TenantStatus.ACTIVE,
                    transaction.now(),
                    transaction.now(),
                    null);
            if (!store.insert(transaction.sql(), developer)) {
                throw emailTaken();
            }
            transaction.audit(AuditEvent.success("developer.created", origin, null, "developer", developer.id()));
            return developer;
        });
    }

    /** Empty when there is no such developer; 409 when another one has the address. */
    Optional<Developer> change(UUID id, ChangeDeveloper change, Origin origin) {
        return database.write(transaction ->
                store.lock(transaction.sql(), id).map(before -> change(transaction, before, change, origin)));
    }

    private Developer change(Transaction transaction, Developer before, ChangeDeveloper change, Origin origin) {
        Developer wanted = before.with(change);
        if (wanted.equals(before)) {
            return before;
        }
        Developer after = wanted.updated(transaction.now());
        try {
            store.update(transaction.sql(), after);
        } catch (RuntimeException failure) {
            throw Violations.isUnique(failure) ? emailTaken() : failure;
        }
        if (after.status() != before.status()) {
            listener.developerChanged(transaction, before.id());
        }
        transaction.audit(AuditEvent.success("developer.updated", origin, null, "developer", before.id())
                .with("status", after.status().name()));
        return after;
    }

    /** Marks the developer and its projects as deleted; empty when there is no such developer. */
    Optional<Developer> delete(UUID id, Origin origin) {
        if (id.equals(DEFAULT_ID)) {
            throw ApiException.conflict("The default developer cannot be deleted");
        }
        return database.write(transaction ->
                store.lock(transaction.sql(), id).map(developer -> delete(transaction, developer, origin)));
    }

    private Developer delete(Transaction transaction, Developer developer, Origin origin) {
        Developer deleted = developer.deleted(transaction.now());
        store.update(transaction.sql(), deleted);
        listener.developerDeleted(transaction, developer.id(), origin);
        transaction.audit(AuditEvent.success("developer.deleted", origin, null, "developer", developer.id()));
        return deleted;
    }

    private static ApiException emailTaken() {
        return ApiException.conflict("A developer with this email already exists");
    }
}
