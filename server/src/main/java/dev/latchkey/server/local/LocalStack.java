package dev.latchkey.server.local;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.DatabaseSettings;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SecretSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.sandbox.Closing;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.server.Catalogue;
import dev.latchkey.server.Latchkey;
import dev.latchkey.server.Logging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The server with everything it needs on this machine: {@code dev} keeps it in a folder, {@code demo} on temporary data.
 * What the environment says wins over what is generated, so that {@code DATABASE_URL} or a real network can be tried too.
 */
public final class LocalStack implements AutoCloseable {

    private final DataFolder folder;
    private final Settings settings;
    private final Sandbox sandbox;
    private final Latchkey latchkey;
    private final Optional<String> newFirstKey;
    private final Deque<AutoCloseable> running;

    private LocalStack(
            DataFolder folder,
            Settings settings,
            Sandbox sandbox,
            Latchkey latchkey,
            Optional<String> newFirstKey,
            Deque<AutoCloseable> running) {
        this.folder = folder;
        this.settings = settings;
        this.sandbox = sandbox;
        this.latchkey = latchkey;
        this.newFirstKey = newFirstKey;
        this.running = running;
    }

    /** @param overrides settings from the command line; they win over everything */
    public static LocalStack start(Profile profile, Path path, Map<String, String> overrides) {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            return start(profile, path, overrides, running);
        } catch (RuntimeException | Error failure) {
            closeAll(running);
            throw failure;
        }
    }

    private static LocalStack start(
            Profile profile, Path path, Map<String, String> overrides, Deque<AutoCloseable> running) {
        DataFolder folder = DataFolder.open(path);
        running.push(folder);
        Environment given = Environment.ofProcess(Path.of("")).overriddenBy("command line", overrides);
        boolean ownDatabase = Configuration.read(Catalogue.ALL, profile, given)
                .requireValid()
                .find(DatabaseSettings.URL)
                .isEmpty();
        CompletableFuture<Optional<EmbeddedDatabase>> database = CompletableFuture.supplyAsync(
                () -> ownDatabase ? Optional.of(EmbeddedDatabase.start(folder.path())) : Optional.empty());
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults()
                .withClosing(pace(profile))
                .withDataFolder(folder.path().resolve("sandbox")));
        running.push(sandbox);
        Optional<EmbeddedDatabase> embedded = join(database);
        embedded.ifPresent(running::push);

        Settings settings = Configuration.read(
                        Catalogue.ALL,
                        profile,
                        given.followedBy("local stack", generated(sandbox, embedded))
                                .followedBy("secrets.env", folder.secrets().values()))
                .requireValid();
        Logging.configure(settings);
        Latchkey latchkey = Latchkey.start(settings);
        running.push(latchkey);
        Optional<String> firstKey = folder.hasFirstKey() ? Optional.empty() : Optional.of(latchkey.issueFirstKey());
        firstKey.ifPresent(folder::keepFirstKey);
        return new LocalStack(folder, settings, sandbox, latchkey, firstKey, running);
    }

    /** Ledgers close soon after something was submitted; otherwise dev goes at the real network's pace to stay small. */
    private static Closing pace(Profile profile) {
        Duration period = profile == Profile.DEMO ? Duration.ofSeconds(1) : Duration.ofSeconds(5);
        return Closing.onDemand(period, Duration.ofMillis(200));
    }

    private static Map<String, String> generated(Sandbox sandbox, Optional<EmbeddedDatabase> database) {
        Map<String, String> values = new HashMap<>();
        database.ifPresent(server -> values.put("DATABASE_URL", server.addressForDriver()));
        values.put("STELLAR_HORIZON_URL", sandbox.horizonUrl());
        values.put("STELLAR_NETWORK_PASSPHRASE", sandbox.passphrase());
        values.put("LATCHKEY_STELLAR_RPC_URL", sandbox.rpcUrl());
        values.put("LATCHKEY_STELLAR_FRIENDBOT_URL", sandbox.friendbotUrl());
        return values;
    }

    public String url() {
        return latchkey.url();
    }

    public String horizonUrl() {
        return sandbox.horizonUrl();
    }

    public Path folder() {
        return folder.path();
    }

    public String operatorToken() {
        return settings.get(SecretSettings.OPERATOR_TOKEN).reveal();
    }

    /** The first project's key, if this start made it. */
    public Optional<String> newFirstKey() {
        return newFirstKey;
    }

    @Override
    public void close() {
        closeAll(running);
    }

    /** Last started, first closed; one that fails does not keep the others open. */
    private static void closeAll(Deque<AutoCloseable> running) {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception failure) {
                org.slf4j.LoggerFactory.getLogger(LocalStack.class).warn("a part did not close cleanly", failure);
            }
        }
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (java.util.concurrent.CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
