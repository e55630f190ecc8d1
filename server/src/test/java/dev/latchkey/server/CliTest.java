package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.Version;
import dev.latchkey.platform.configuration.SecretSettings;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.server.support.Child;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.DatabaseExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as people and deployment scripts use them. */
class CliTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = DatabaseExtension.empty();

    private static final String PASSWORD = "a-password-of-the-database";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of("demo", "dev", "serve", "migrate", "audit", "doctor", "version")) {
            StringWriter text = new StringWriter();
            CommandLine line = new CommandLine(new Main()).setOut(new PrintWriter(text));

            assertThat(line.execute(command, "--help")).isZero();
            assertThat(text.toString()).contains("Usage: latchkey " + command).contains("--help");
        }
        StringWriter text = new StringWriter();
        assertThat(new CommandLine(new Main()).setOut(new PrintWriter(text)).execute("--help"))
                .isZero();
        assertThat(text.toString()).contains("demo", "dev", "serve", "migrate", "doctor", "version");
        assertThat(text.toString()).doesNotContain("reference");
    }

    @Test
    void anUnknownCommandOrOptionIsWrongUsage() {
        for (String[] wrong : new String[][] {{"fly"}, {"serve", "--fast"}, {"dev", "--port", "many"}}) {
            StringWriter text = new StringWriter();
            assertThat(new CommandLine(new Main()).setErr(new PrintWriter(text)).execute(wrong))
                    .isEqualTo(2);
            assertThat(text.toString()).isNotBlank().doesNotContain("at dev.latchkey");
        }
    }

    @Test
    void theVersionIsTheBuilds() {
        try (Child child = Child.start(folder, Map.of(), "version")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output())
                    .isEqualTo("latchkey " + Version.current() + " (Java "
                            + Runtime.version().feature() + ")\n");
            assertThat(child.errors()).isEmpty();
        }
    }

    @Test
    void serveWithoutAConfigurationNamesEveryProblemAtOnceAndRefuses() {
        Map<String, String> environment = Map.of(
                "LATCHKEY_OPRATOR_TOKEN", "x",
                "LATCHKEY_ALLOW_UNVERIFIED_AUTHENTICATE", "true",
                "PORT", "many");
        try (Child child = Child.start(folder, environment, "serve")) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.errors())
                    .contains("DATABASE_URL", "MASTER_KEY", "PORT", "LATCHKEY_OPRATOR_TOKEN", "LATCHKEY_OPERATOR_TOKEN")
                    .doesNotContain("at dev.latchkey", "Exception");
            assertThat(child.output()).isEmpty();
        }
    }

    @Test
    void printConfigShowsEverySettingAndNoSecret() {
        Map<String, String> environment = complete("postgresql://app:" + PASSWORD + "@db.example:5432/app");
        try (Child child = Child.start(folder, environment, "serve", "--print-config")) {
            assertThat(child.exitCode()).as(child.toString()).isZero();
            assertThat(child.output())
                    .contains(SecretSettings.MASTER_KEY.name(), SecretSettings.OPERATOR_TOKEN.name(), "PORT", "8080")
                    .contains("db.example")
                    .doesNotContain(ServerUnderTest.MASTER_KEY, ServerUnderTest.OPERATOR_TOKEN, PASSWORD);
            assertThat(child.errors())
                    .doesNotContain(ServerUnderTest.MASTER_KEY, ServerUnderTest.OPERATOR_TOKEN, PASSWORD);
        }
    }

    @Test
    void migrateBringsADatabaseUpToDateOnceAndTheDoctorSeesIt() {
        Map<String, String> address = Map.of("DATABASE_URL", driverAddress());
        try (Child first = Child.start(folder, address, "migrate")) {
            assertThat(first.exitCode()).as(first.toString()).isZero();
            assertThat(first.output()).matches("[1-9][0-9]* migrations applied.\n");
        }
        assertThat(DATABASE.database().queryLong("select count(*) from tenancy.projects"))
                .isEqualTo(1);
        try (Child second = Child.start(folder, address, "migrate")) {
            assertThat(second.exitCode()).isZero();
            assertThat(second.output()).isEqualTo("The database is up to date.\n");
        }
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            Map<String, String> environment = complete(driverAddress());
            environment.put("STELLAR_HORIZON_URL", sandbox.horizonUrl());
            environment.put("STELLAR_NETWORK_PASSPHRASE", sandbox.passphrase());
            environment.put("LATCHKEY_STELLAR_RPC_URL", sandbox.rpcUrl());
            try (Child doctor = Child.start(folder, environment, "doctor")) {
                assertThat(doctor.exitCode()).as(doctor.toString()).isZero();
                assertThat(doctor.output())
                        .containsPattern("ok +database +PostgreSQL 18")
                        .containsPattern("ok +migrations +up to date")
                        .containsPattern("ok +clock")
                        .containsPattern("ok +.*horizon")
                        .endsWith("Ready for latchkey serve.\n")
                        .doesNotContain(ServerUnderTest.MASTER_KEY, ServerUnderTest.OPERATOR_TOKEN);
            }
        }
    }

    @Test
    void theDoctorSaysWhatIsMissing() {
        Map<String, String> environment = complete("postgresql://app:" + PASSWORD + "@127.0.0.1:1/app");
        environment.put("DATABASE_CONNECT_TIMEOUT", "1");
        environment.put("STELLAR_HORIZON_URL", "http://127.0.0.1:1");
        try (Child doctor = Child.start(folder, environment, "doctor")) {
            assertThat(doctor.exitCode()).as(doctor.toString()).isEqualTo(1);
            assertThat(doctor.output())
                    .containsPattern("FAIL +database +does not answer")
                    .containsPattern("FAIL +.*horizon +.*does not answer")
                    .doesNotContain(PASSWORD);
        }
    }

    private static Map<String, String> complete(String databaseUrl) {
        return new HashMap<>(Map.of(
                "DATABASE_URL",
                databaseUrl,
                "MASTER_KEY",
                ServerUnderTest.MASTER_KEY,
                "LATCHKEY_OPERATOR_TOKEN",
                ServerUnderTest.OPERATOR_TOKEN,
                "JWT_ISSUER",
                "https://id.app.example",
                "CORS_ORIGINS",
                "https://app.example"));
    }

    /** The test database as {@code postgresql://user@host:port/name}, the form that deployments use. */
    private static String driverAddress() {
        URI jdbc = URI.create(DATABASE.database().url().substring("jdbc:".length()));
        return "postgresql://postgres@" + jdbc.getHost() + ":" + jdbc.getPort() + jdbc.getPath();
    }
}
