package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final @Nullable Kept kept;
    private volatile Snapshot snapshot;

    /** What they are kept and changed with. */
    private record Kept(Database database, SettingStore store, SettingChanges changes, SettingWatch watch) {}

    /**
     * Reads them once; {@link #start} keeps up with other instances.
     *
     * @param environment the configuration of this process, which decides where no administrator does
     * @param rules that settings read at the start have to keep together, as the configuration does
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
        this.snapshot = Snapshot.of(catalogue, environment, StoredSetting.All.NONE);
        accept(database.read(store::all));
        this.kept = new Kept(
                database,
                store,
                new SettingChanges(this, database, store, rules),
                new SettingWatch(database.signals(), () -> accept(database.read(store::all))));
    }

    private SystemSettings(SystemSettingCatalogue catalogue, Settings environment) {
        this.catalogue = catalogue;
        this.environment = environment;
        this.snapshot = Snapshot.of(catalogue, environment, StoredSetting.All.NONE);
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
     * The environment with what administrators have set in its place, for what is built at the start or whenever something
     * has changed: the object stays the same as long as nothing does.
     */
    public Settings configuration() {
        return snapshot.configuration();
    }

    /**
     * Sets some of them, all or none.
     *
     * @param texts by key; an empty {@code Optional} has the environment or the default decide again
     * @throws dev.latchkey.platform.http.ApiException 400 with everything that is wrong, 409 for what the environment
     *     decides
     */
    public void change(Map<String, Optional<String>> texts, Origin origin) {
        kept().changes().change(texts, Optional.empty(), origin);
    }

    /** Sets one of them. */
    public <T> void change(SystemSetting<T> setting, T value, Origin origin) {
        change(Map.of(setting.key(), Optional.of(setting.format(value))), origin);
    }

    /** {@code /admin/settings}, its history, and {@code /admin/dashboard-permissions}. */
    public List<Route> routes(String basePath) {
        return new SystemSettingRoutes(this, kept().changes(), kept().database(), kept().store(), basePath).routes();
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

    /**
     * What the server is built with when it starts: {@link #configuration}, unless that breaks rules which the environment
     * alone keeps. Then administrators have set what does not go with the environment of today, and are not followed.
     */
    public Settings startConfiguration(SettingCatalogue rules) {
        Settings wanted = configuration();
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

    /** What all values would be. */
    Snapshot with(StoredSetting.All stored) {
        return Snapshot.of(catalogue, environment, stored);
    }

    /** Puts newer values in force; what is older than what is known arrives too late. */
    synchronized void accept(StoredSetting.All stored) {
        if (stored.revision() > snapshot.stored().revision()) {
            snapshot = with(stored);
            listeners.forEach(Runnable::run);
        }
    }
}
