package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.RawClient;
import dev.latchkey.server.support.ServerUnderTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that is told to stop finishes what it has begun. */
class GracefulStopTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    @Test
    void aRequestThatHasBegunIsAnsweredAndThenNobodyListens() throws Exception {
        ProjectUnderTest project = SERVER.project("stopping");
        int port = SERVER.port();
        String body = "{\"authId\":\"last-guest\"}";
        try (RawClient slow = RawClient.of(port)) {
            slow.send("POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                    + project.key() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body.substring(0, 5));
            Await.pause(Duration.ofMillis(300));
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> SERVER.latchkey().close());

            Await.until(() -> SERVER.anonymous().get("/ready"), answer -> answer.status() == 503)
                    .hasValue("/database/error", "the server is stopping");
            assertThat(stopped).isNotDone();

            slow.send(body.substring(5));
            assertThat(slow.receive(Duration.ofSeconds(5)))
                    .startsWith("HTTP/1.1 201 ")
                    .contains("\"authId\":\"last-guest\"");
            stopped.get(20, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> RawClient.of(port)).isInstanceOf(java.io.UncheckedIOException.class);
        assertThat(SERVER.database().queryLong("select count(*) from identity.users where auth_id = 'last-guest'"))
                .isEqualTo(1);
        assertThat(SERVER.database()
                        .queryLong("select count(*) from pg_stat_activity where datname = current_database() and"
                                + " application_name = 'latchkey'"))
                .as("connections left behind")
                .isZero();
    }
}
