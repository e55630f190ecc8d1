package dev.latchkey.tenancy;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.CallObserver;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.jobs.Jobs;
import dev.latchkey.tenancy.apikey.ApiKeyRoutes;
import dev.latchkey.tenancy.apikey.ApiKeys;
import dev.latchkey.tenancy.apikey.HeldKeys;
import dev.latchkey.tenancy.apikey.IssuedKey;
import dev.latchkey.tenancy.apikey.KeyEndings;
import dev.latchkey.tenancy.apikey.KeyScopes;
import dev.latchkey.tenancy.apikey.ProjectKeyVerifier;
import dev.latchkey.tenancy.developer.DeveloperRoutes;
import dev.latchkey.tenancy.developer.Developers;
import dev.latchkey.tenancy.operator.OperatorVerifier;
import dev.latchkey.tenancy.project.Project;
import dev.latchkey.tenancy.project.ProjectRoutes;
import dev.latchkey.tenancy.project.Projects;
import dev.latchkey.tenancy.usage.UsageRecorder;
import dev.latchkey.tenancy.usage.UsageRoutes;
import dev.latchkey.tenancy.usage.UsageStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The room's door: which application a request speaks for, and whether its credential proves it. */
public final class Tenancy implements AutoCloseable {

    public static final Migrations.Room MIGRATIONS = Migrations.Room.of(
            "tenancy",
            "V1__developers_projects_keys.sql",
            "V2__keys_of_all_projects.sql",
            "V3__second_factor.sql",
            "V4__scopes_of_keys.sql",
            "V5__wallet_at_sign_up.sql");

    public static final SettingGroup SETTINGS = TenancySettings.GROUP;

    private static final Duration USAGE_KEPT = Duration.ofDays(90);

    private final Projects projects;
    private final Developers developers;
    private final ApiKeys keys;
    private final KeyEndings endings;
    private final ProjectKeyVerifier projectKeys;
    private final OperatorVerifier operator;
    private final ProjectChoice choice;
    private final UsageRecorder usage;
    private final UsageStore usageRecords;
    private final Clock clock;

    public Tenancy(Database database, Clock clock, SecureRandom random, TenancyOptions options) {
        HeldKeys held = new HeldKeys(database);
        this.projects = new Projects(database, options.requestsPerMinute(), held::projectChanged);
        this.developers = new Developers(database, projects);
        this.keys = new ApiKeys(database, projects, random, options.keys());
        this.endings = new KeyEndings(database);
        this.projectKeys = new ProjectKeyVerifier(held, clock, options.requestsPerMinute(), endings);
        this.operator = new OperatorVerifier(options.operatorToken().map(Secret::reveal));
        this.choice = new ProjectChoice(projects);
        this.clock = clock;
        this.usageRecords = new UsageStore(database);
        this.usage = new UsageRecorder(database, clock, options.usage());
    }

    /** Begins to write usage in the background. */
    public void start() {
        usage.start();
    }

    /**
     * Ends rotated keys whose grace is over, so that a list shows them REVOKED even if nobody used them, and removes old
     * usage records.
     */
    public List<Jobs.Job> jobs() {
        return List.of(
                new Jobs.Job("tenancy.retire-rotated-keys", Duration.ofMinutes(1), endings::retireRotated),
                new Jobs.Job(
                        "tenancy.usage-retention",
                        Duration.ofHours(1),
                        () -> usageRecords.removeBefore(clock.instant().minus(USAGE_KEPT))));
    }

    public List<Route> routes() {
        return Stream.of(
                        new DeveloperRoutes(developers).routes(),
                        new ProjectRoutes(projects, developers).routes(),
                        new ApiKeyRoutes(keys, projects, developers).routes(),
                        new UsageRoutes(usageRecords, projects, clock).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Verifies {@code mux_} keys. */
    public CredentialVerifier projectKeys() {
        return projectKeys;
    }

    /** Verifies the {@code op_} token. */
    public CredentialVerifier operator() {
        return operator;
    }

    /** Records each request with a project key. */
    public CallObserver usage() {
        return usage;
    }

    /** How many usage records were lost because the database could not keep up. */
    public long usageDropped() {
        return usage.dropped();
    }

    /** The project that exists from the first migration on. */
    public UUID defaultProjectId() {
        return Projects.DEFAULT_ID;
    }

    /**
     * The project a call speaks for: its credential's, the one {@code X-Latchkey-Project} names, else the default one. Throws
     * 404 {@code Project {id} not found} when the two disagree or the named one is unknown or not active.
     */
    public UUID projectOf(Call call) {
        return choice.of(call);
    }

    /** A project that is not deleted. */
    public Optional<Project> project(UUID id) {
        return projects.cached(id);
    }

    /** The same, within a transaction of the caller's, which has not changed it. */
    public Optional<Project> project(Handle sql, UUID id) {
        return projects.cached(sql, id);
    }

    /** A key made by the installation itself, for a first start; its text is shown once by the caller. */
    public IssuedKey issueFirstKey(UUID projectId, String name) {
        return keys.issue(projectId, new ApiKeys.Wanted(name, KeyScopes.EVERYTHING, null), Origin.SYSTEM)
                .orElseThrow(() -> new IllegalArgumentException("no project " + projectId));
    }

    /** Stops the work in the background; usage that is waiting is written before. */
    @Override
    public void close() {
        usage.close();
    }
}
