package dev.latchkey.server;

import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.DatabaseUnavailable;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Looks at a configuration and what it points to, and says of each thing whether it works. */
public final class Doctor {

    /** How well a thing is. */
    public enum State {
        OK,
        WARN,
        FAIL
    }

    /** One row. */
    public record Finding(State state, String subject, String text) {

        /** The state as the table shows it. */
        public String mark() {
            return state == State.OK ? "ok" : state.name();
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TOLERATED_CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private final List<Finding> findings = new ArrayList<>();

    private Doctor() {}

    public static List<Finding> examine(Configuration configuration) {
        Doctor doctor = new Doctor();
        doctor.examineMachine();
        configuration.warnings().forEach(warning -> doctor.add(State.WARN, warning.name(), warning.toString()));
        try {
            doctor.examineSettings(configuration.requireValid());
        } catch (ConfigurationException invalid) {
            invalid.problems().forEach(problem -> doctor.add(State.FAIL, problem.name(), problem.toString()));
        }
        return List.copyOf(doctor.findings);
    }

    private void examineMachine() {
        add(State.OK, "java", System.getProperty("java.vendor") + " " + Runtime.version());
        if (Aead.hardwareAccelerated()) {
            add(State.OK, "aes", "the processor encrypts in hardware; keys stay in locked memory");
        } else {
            add(
                    State.WARN,
                    "aes",
                    "no AES instructions: decrypted keys pass through the Java heap and are wiped there");
        }
        try (SecretMemory memory = new SecretMemory(2, Duration.ofSeconds(1))) {
            SecretMemory.Diagnostics diagnostics = memory.diagnostics();
            add(diagnostics.locking() ? State.OK : State.WARN, "locked memory", words(diagnostics));
        }
    }

    private static String words(SecretMemory.Diagnostics diagnostics) {
        String limit = diagnostics.lockLimitBytes().isPresent()
                ? "; up to " + diagnostics.lockLimitBytes().getAsLong() / 1024 + " KiB may be locked (ulimit -l)"
                : "";
        return diagnostics.locking()
                ? "keys cannot be swapped to disk" + limit
                : "memory cannot be locked, so keys may be swapped to disk; raise ulimit -l" + limit;
    }

    private void examineSettings(Settings settings) {
        add(State.OK, "configuration", "complete and valid");
        examineDatabase(settings);
        StellarSettings.networks(settings).forEach(this::examineNetwork);
    }

    private void examineDatabase(Settings settings) {
        try (Database database = Latchkey.database(settings, Clock.systemUTC())) {
            String version = database.read(handle -> handle.createQuery("show server_version")
                    .mapTo(String.class)
                    .one());
            add(
                    State.OK,
                    "database",
                    "PostgreSQL " + version + ", answers in " + database.ping().toMillis() + " ms");
            Instant there = database.read(handle -> handle.createQuery("select now()")
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant());
            examineClock(Duration.between(there, Instant.now()).abs(), "database");
            boolean current = Latchkey.migrations(database).isCurrent();
            add(
                    current ? State.OK : State.WARN,
                    "migrations",
                    current ? "up to date" : "pending; serve applies them at start, or run latchkey migrate");
        } catch (DatabaseUnavailable away) {
            Throwable cause = away.getCause() == null ? away : away.getCause();
            add(State.FAIL, "database", "does not answer (" + cause.getMessage() + "); check DATABASE_URL");
        }
    }

    private void examineClock(Duration difference, String reference) {
        boolean fine = difference.compareTo(TOLERATED_CLOCK_DIFFERENCE) <= 0;
        add(
                fine ? State.OK : State.FAIL,
                "clock",
                fine
                        ? "agrees with the " + reference + "'s"
                        : "differs from the " + reference + "'s by " + difference.toSeconds()
                                + " s; set both by NTP, tokens and payments depend on time");
    }

    private void examineNetwork(StellarNetwork network) {
        String subject = network.name() + " horizon";
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(network.horizon()).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            String passphrase =
                    Json.read(answer.body()).path("network_passphrase").asString("");
            boolean same = passphrase.equals(network.passphrase());
            add(
                    same ? State.OK : State.FAIL,
                    subject,
                    same
                            ? network.horizon() + " answers"
                            : network.horizon() + " serves the network \"" + passphrase + "\", not \""
                                    + network.passphrase() + "\"");
        } catch (IOException | JacksonException failure) {
            add(State.FAIL, subject, network.horizon() + " does not answer as a Horizon (" + failure + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(State state, String subject, String text) {
        findings.add(new Finding(state, subject, text));
    }
}
