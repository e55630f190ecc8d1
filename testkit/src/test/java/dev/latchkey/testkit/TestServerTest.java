package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TestServerTest {
    @Test
    void theMainClassServesUntilItsInputEnds() throws IOException, InterruptedException, SQLException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String url = output.readLine();

            assertThat(url).startsWith("jdbc:postgresql://localhost:");
            DriverManager.getConnection(url).close();
            process.getOutputStream().close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void crashTestsGetAServerThatKeepsWhatItCommitted() {
        try (TestServer server = TestServer.startDurable();
                TestDatabase database = new TestDatabase("postgres", server.url("postgres"))) {
            assertThat(database.queryText("SHOW fsync")).isEqualTo("on");
            assertThat(database.queryText("SHOW synchronous_commit")).isEqualTo("on");
        }
    }
}
