package dev.latchkey.tenancy.project;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.signal.Remembered;
import dev.latchkey.tenancy.TenantStatus;
import dev.latchkey.tenancy.developer.Developer;
import dev.latchkey.tenancy.developer.DeveloperRoutes;
import dev.latchkey.tenancy.developer.DeveloperStore;
import dev.latchkey.tenancy.developer.Developers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What happens to projects. */
public final class Projects implements Developers.Listener {

    /** The project every installation begins with. */
    public static final UUID DEFAULT_ID = UUID.fromString("00000000-0000-4000-8000-000000000002");

    private static final String TOPIC = "tenancy.project";
    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Database database;
    private final ProjectStore store = new ProjectStore();
    private final DeveloperStore developers = new DeveloperStore();
    private final int defaultRequestsPerMinute;
    private final Remembered<UUID, Optional<Project>> known;
    private final Listener listener;

    /** Told, within the transaction, that something about a project has changed that its keys depend on. */
    @FunctionalInterface
    public interface Listener {
        void projectChanged(Transaction transaction, UUID projectId);
    }

    /** @param defaultRequestsPerMinute the limit of a project that sets none */
    public Projects(Database database, int defaultRequestsPerMinute, Listener listener) {
        this.database = database;
        this.defaultRequestsPerMinute = defaultRequestsPerMinute;
        this.listener = listener;
        this.known = new Remembered<>(database.signals(), TOPIC, UUID::fromString, MOST, LONGEST);
    }

    /** A project that is not deleted. */
    public Optional<Project> find(UUID id) {
        return database.read(sql -> find(sql, id));
    }

    /** The same, within a transaction of the caller's. */
    public Optional<Project> find(Handle sql, UUID id) {
        return store.find(sql, id).map(this::view);
    }

    /** The same, and nobody else changes the project, or adds keys to it, until the transaction ends. */
    public Optional<Project> lock(Handle sql, UUID id) {
        return store.lock(sql, id).map(this::view);
    }

    /** As {@link #find}, from memory where nothing has changed since: for the calls that prove no project. */
    public Optional<Project> cached(UUID id) {
        return known.get(id, this::find);
    }

    /** The same for a caller who is in a transaction: what is not remembered is read there, not by a second connection. */
    public Optional<Project> cached(Handle sql, UUID id) {
        return known.get(id, wanted -> find(sql, wanted));
    }

    /** Newest first; of one developer when {@code developerId} is given. */
    List<Project> list(@Nullable UUID developerId, int limit, long offset) {
        return database.read(sql -> store.list(sql, developerId, limit, offset)).stream()
                .map(this::view)
                .toList();
    }

    Project create(CreateProject wanted, Origin origin) {
        return database.write(transaction -> {
            ProjectRow project = new ProjectRow(
                    UUID.randomUUID(),
                    wanted.name(),
                    wanted.description(),
                    owner(transaction, wanted.developerId()),
                    wanted.status() == null ? TenantStatus.ACTIVE : wanted.status(),
                    wanted.environment() == null ? CreateProject.DEFAULT_ENVIRONMENT : wanted.environment(),
                    wanted.rateLimitRpm(),
                    Boolean.TRUE.equals(wanted.requireSecondFactor()),
                    wanted.walletAtSignUp(),
                    transaction.now(),
                    transaction.now(),
                    null);
            store.insert(transaction.sql(), project);
            transaction.audit(AuditEvent.success("project.created", origin, project.id(), "project", project.id()));
            return view(project);
        });
    }

    /** Empty when there is no such project. Throws 403 or 404 where the caller may not change it so. */
    Optional<Project> change(UUID id, ChangeProject change, Call call) {
        return database.write(transaction ->
                store.lock(transaction.sql(), id).map(before -> view(change(transaction, before, change, call))));
    }

    private ProjectRow change(Transaction transaction, ProjectRow before, ChangeProject change, Call call) {
        ProjectRow wanted = before.with(change, owner(transaction, before, change, call.caller()));
        requireOperatorForProduction(before, wanted, call.caller());
        if (wanted.equals(before)) {
            return before;
        }
        ProjectRow after = wanted.updated(transaction.now());
        store.update(transaction.sql(), after);
        changed(transaction, before.id());
        transaction.audit(AuditEvent.success("project.updated", call.origin(), before.id(), "project", before.id())
                .with("status", after.status().name())
                .with("environment", after.environment())
                .with("requireSecondFactor", after.requireSecondFactor())
                .with("walletAtSignUp", String.valueOf(after.walletAtSignUp())));
        return after;
    }

    private UUID owner(Transaction transaction, ProjectRow before, ChangeProject change, Caller caller) {
        String developerId = change.developerId();
        if (developerId == null || developerId.equals(before.developerId().toString())) {
            return before.developerId();
        }
        if (!(caller instanceof Caller.Operator)) {
            throw DeveloperRoutes.notFound(developerId);
        }
        return owner(transaction, developerId);
    }

    /** A test key that could make its project a production one could then issue itself a live key. */
    private static void requireOperatorForProduction(ProjectRow before, ProjectRow after, Caller caller) {
        boolean crosses = ProjectEnvironment.isProduction(before.environment())
                != ProjectEnvironment.isProduction(after.environment());
        if (crosses && !(caller instanceof Caller.Operator)) {
            throw ApiException.forbidden("Moving a project into or out of production needs the operator's credential");
        }
    }

    /** Marks the project as deleted, which ends all of its keys; empty when there is no such project. */
    Optional<Project> delete(UUID id, Origin origin) {
        if (id.equals(DEFAULT_ID)) {
            throw ApiException.conflict("The default project cannot be deleted");
        }
        return database.write(transaction ->
                store.lock(transaction.sql(), id).map(project -> view(delete(transaction, project, origin))));
    }

    private ProjectRow delete(Transaction transaction, ProjectRow project, Origin origin) {
        ProjectRow deleted = project.deleted(transaction.now());
        store.update(transaction.sql(), deleted);
        auditDeletion(transaction, project.id(), origin);
        return deleted;
    }

    /** The projects of a deleted developer go with it, in the same transaction. */
    @Override
    public void developerDeleted(Transaction transaction, UUID developerId, Origin origin) {
        store.deleteOf(transaction.sql(), developerId, transaction.now())
                .forEach(projectId -> auditDeletion(transaction, projectId, origin));
    }

    /** Whether the projects of a developer work depends on the developer, too. */
    @Override
    public void developerChanged(Transaction transaction, UUID developerId) {
        store.lockOf(transaction.sql(), developerId).forEach(projectId -> changed(transaction, projectId));
    }

    private void changed(Transaction transaction, UUID projectId) {
        transaction.signal(TOPIC, projectId);
        listener.projectChanged(transaction, projectId);
    }

    private void auditDeletion(Transaction transaction, UUID projectId, Origin origin) {
        changed(transaction, projectId);
        transaction.audit(AuditEvent.success("project.deleted", origin, projectId, "project", projectId));
    }

    /** The developer a project is to belong to; held until the transaction ends, so that it cannot go meanwhile. */
    private UUID owner(Transaction transaction, String developerId) {
        Developer developer = Call.parseUuid(developerId)
                .flatMap(id -> developers.lock(transaction.sql(), id))
                .orElseThrow(() -> DeveloperRoutes.notFound(developerId));
        if (developer.status() != TenantStatus.ACTIVE) {
            throw ApiException.unauthorized("Developer " + developerId + " is not active");
        }
        return developer.id();
    }

    private Project view(ProjectRow row) {
        return row.view(defaultRequestsPerMinute);
    }
}
