package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.Child;
import dev.latchkey.server.support.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code latchkey audit} beside a running server. */
class AuditCliTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theProofOfARunningServersLogHoldsUntilSomebodyTampersWithIt() throws IOException {
        String project = SERVER.project("proven").id();
        Await.until(
                () -> SERVER.database()
                        .queryLong("select count(*) from platform.audit_events e where not exists (select from"
                                + " platform.audit_seals s where s.sequence = e.sequence)"),
                waiting -> waiting == 0);
        Path earlier = folder.resolve("proof.json");
        try (Child child = run("audit", "verify", "--json")) {
            assertThat(child.exitCode()).as(child.errors()).isZero();
            JsonNode proof = JsonMapper.builder().build().readTree(child.output());
            assertThat(proof.path("intact").booleanValue()).isTrue();
            assertThat(proof.path("chains").size()).isGreaterThan(1);
            Files.writeString(earlier, child.output());
        }
        try (Child child = run("audit", "export", "--project", project)) {
            assertThat(child.exitCode()).as(child.errors()).isZero();
            assertThat(child.output()).contains("project.created").contains("\"position\":1");
        }

        SERVER.database()
                .execute("update platform.audit_events set ip = '192.0.2.1' where type = 'project.created'"
                        + " and project_id = '" + project + "'");

        try (Child child = run("audit", "verify", "--project", project, "--against", earlier.toString())) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.output()).contains("CHANGED").contains("DAMAGED");
        }
    }

    @Test
    void withoutADatabaseOrAKeyItSaysWhatIsMissing() {
        try (Child child = Child.start(folder, Map.of(), "audit", "verify")) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.errors()).contains("DATABASE_URL").contains("MASTER_KEY");
        }
    }

    @Test
    void ofADatabaseThatIsNotThereItSaysWhatPostgreSqlSaid() {
        Map<String, String> environment = Map.of(
                "DATABASE_URL",
                SERVER.database().url().replaceFirst("/[^/?]+(\\?|$)", "/nowhere_at_all$1"),
                "DATABASE_CONNECT_TIMEOUT",
                "1",
                "MASTER_KEY",
                ServerUnderTest.MASTER_KEY);
        try (Child child = Child.start(folder, environment, "audit", "verify")) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.errors())
                    .contains("DATABASE_URL")
                    .contains("nowhere_at_all")
                    .doesNotContain("\tat ");
        }
    }

    private Child run(String... command) {
        Map<String, String> environment =
                Map.of("DATABASE_URL", SERVER.database().url(), "MASTER_KEY", ServerUnderTest.MASTER_KEY);
        return Child.start(folder, environment, command);
    }
}
