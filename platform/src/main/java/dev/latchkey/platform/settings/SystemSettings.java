package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Route;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What administrators have set, in force on every instance at once (admin-settings.md 4). Values are kept in memory: asking
 * for one costs no statement, and a change made through this instance shows before its transaction's caller is answered.
 */
public final class SystemSettings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemSettings.class);

    private final SystemSettingCatalogue catalogue;
    private final Settings environment;
    private final SettingCatalogue rules;
    private final StoredSetting.All started;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, SettingHome> homes = new ConcurrentHashMap<>();
    private final @Nullable Kept kept;
    private volatile Snapshot snapshot;
    private volatile Settings configuration;

    /** What they are kept and changed with. */
    private record Kept(Database database, SettingStore store, SettingChanges changes, SettingWatch watch) {}

    /**
     * Reads them once; {@link #start} keeps up with other instances.
     *
     * @param environment the configuration of this process, which decides where no administrator does
     * @param rules that settings have to keep together where they stand in the configuration
     */
    public SystemSettings(
            Database database,
            EnvelopeCipher cipher,
            SystemSettingCatalogue catalogue,
            Settings environment,
            SettingCatalogue rules) {
        SettingStore store = new SettingStore(cipher);
        this.catalogue = catalogue;
        this.environment = environment;
        this.rules = rules;
        this.started = database.read(store::all);
        this.snapshot = Snapshot.of(catalogue, environment, started);
        this.configuration = configuration(started);
        this.kept = new Kept(
                database,
                store,
                new SettingChanges(this, database, store, rules),
                new SettingWatch(database.signals(), () -> accept(database.read(store::all))));
    }

    private SystemSettings(SystemSettingCatalogue catalogue, Settings environment) {
        this.catalogue = catalogue;
        this.environment = environment;
        this.rules = SettingCatalogue.of(List.of());
        this.started = StoredSetting.All.NONE;
        this.snapshot = Snapshot.of(catalogue, environment, started);
        this.configuration = environment;
        this.kept = null;
    }

    /** Settings that no administrator can change: what the environment says, or the default. */
    public static SystemSettings ofEnvironment(SystemSettingCatalogue catalogue, Settings environment) {
        return new SystemSettings(catalogue, environment);
    }

    /** The value in force. Throws {@link IllegalArgumentException} for a setting that is not in the catalogue. */
    public <T> T get(SystemSetting<T> setting) {
        SettingState<?> state = snapshot.states().get(setting.key());
        if (state == null || !state.setting().equals(setting)) {
            throw new IllegalArgumentException(setting.key() + " is not in the catalogue of system settings");
        }
        @SuppressWarnings("unchecked") // the state was made of this very declaration
        T value = (T) state.value();
        return value;
    }

    /**
     * The environment with what administrators have set in its place: what a process starts with, and what it makes things of
     * again whenever something has changed. The object stays the same as long as nothing does; what shows at the next start
     * only is as it was at this one. Where administrators have set what breaks rules that the environment alone keeps, they
     * are not followed.
     */
    public Settings configuration() {
        return configuration;
    }

    /**
     * Whether this is the setting's value, or was at that time or later: for who holds something that was made with it. Asks
     * the database, and so knows of changes that this instance has not heard of.
     */
    public <T> boolean hasHad(SystemSetting<T> setting, T value, Instant since) {
        if (kept != null) {
            accept(kept.database().read(kept.store()::all));
        }
        return value.equals(get(setting)) || earlier(setting, since).contains(value);
    }

    /** The values that changes since then have ended, from the database; none where the environment decides. */
    public <T> List<T> earlier(SystemSetting<T> setting, Instant since) {
        if (kept == null || snapshot.locked(setting)) {
            return List.of();
        }
        return kept.database().read(sql -> kept.store().endedSince(sql, setting, since)).stream()
                .flatMap(text -> Snapshot.meaning(setting, environment, text.orElse(null)).stream())
                .distinct()
                .toList();
    }

    /**
     * Sets some of them, all or none.
     *
     * @param texts by key; an empty {@code Optional} has the environment or the default decide again
     * @param writers who may, asked again inside of the transaction
     * @throws dev.latchkey.platform.http.ApiException 400 with everything that is wrong, 409 for what the environment
     *     decides
     */
    public void change(Map<String, Optional<String>> texts, Origin origin, SettingWriters writers) {
        kept().changes().change(texts, Optional.empty(), origin, writers);
    }

    /** Sets one of them. */
    public <T> void change(SystemSetting<T> setting, T value, Origin origin, SettingWriters writers) {
        change(Map.of(setting.key(), Optional.of(setting.format(value))), origin, writers);
    }

    /** Has the truth about a setting where {@code home} keeps it. To be called before the first request. */
    public void keep(SystemSetting<?> setting, SettingHome home) {
        homes.put(setting.key(), home);
    }

    /**
     * {@code /admin/settings}, its history, and {@code /admin/dashboard-permissions}.
     *
     * @param writers who may change them, asked again inside of the transaction
     */
    public List<Route> routes(String basePath, SettingWriters writers) {
        return new SystemSettingRoutes(this, kept().changes(), kept().database(), kept().store(), writers, basePath)
                .routes();
    }

    /** Begins to keep up with other instances. */
    public void start() {
        kept().watch().start();
    }

    @Override
    public void close() {
        if (kept != null) {
            kept.watch().close();
        }
    }

    private Kept kept() {
        if (kept == null) {
            throw new IllegalStateException("these settings follow the environment only");
        }
        return kept;
    }

    /** Calls {@code listener} after each change of the values, on a thread that others wait for. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    SystemSettingCatalogue catalogue() {
        return catalogue;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Where the truth about a setting is, if it is not here. */
    Optional<SettingHome> home(SystemSetting<?> setting) {
        return Optional.ofNullable(homes.get(setting.key()));
    }

    /** What is in force, with what is kept elsewhere as it is now. */
    Snapshot shown() {
        Snapshot known = snapshot;
        return homes.isEmpty() ? known : kept().database().read(sql -> with(completed(sql, known.stored())));
    }

    /** With the truth about what is kept elsewhere. */
    StoredSetting.All completed(Handle sql, StoredSetting.All stored) {
        Map<String, StoredSetting> byKey = new HashMap<>(stored.byKey());
        homes.forEach((key, home) -> {
            byKey.remove(key);
            home.read(sql)
                    .ifPresent(text -> byKey.put(
                            key,
                            kept().store()
                                    .lastSetTo(sql, key, text)
                                    .orElse(new StoredSetting(text, stored.installedAt(), null))));
        });
        return new StoredSetting.All(stored.revision(), stored.installedAt(), byKey);
    }

    /** What all values would be. */
    Snapshot with(StoredSetting.All stored) {
        return Snapshot.of(catalogue, environment, stored);
    }

    /** Puts newer values in force; what is older than what is known arrives too late. */
    synchronized void accept(StoredSetting.All stored) {
        if (stored.revision() > snapshot.stored().revision()) {
            snapshot = with(stored);
            configuration = configuration(stored);
            listeners.forEach(Runnable::run);
        }
    }

    private Settings configuration(StoredSetting.All stored) {
        Settings wanted = Snapshot.running(catalogue, environment, stored, started);
        List<Problem> broken = rules.check(wanted);
        if (broken.isEmpty()) {
            return wanted;
        }
        broken.forEach(problem -> LOG.error(
                "settings of administrators do not go with the environment, which decides alone: {} {}",
                problem.name(),
                problem.sentence()));
        return environment;
    }
}
