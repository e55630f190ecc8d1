package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.LogCapture;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpProbe;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Mail and notifications of the whole server: from the act through the outbox to where somebody reads them. */
class MailTest {

    @RegisterExtension
    static final ServerUnderTest SERVER =
            new ServerUnderTest("FRONTEND_URL", "https://app.example", "COOKIE_ENABLED", "false");

    private static final String PASSWORD = "Correct-Horse-9-Battery-Staple";

    @Test
    void aForgottenPasswordArrivesAsALinkOfWhichTheDatabaseKnowsNothing() {
        HttpProbe somebody = SERVER.anonymous();
        String email = "forgetful@users.example";
        somebody.post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
        somebody.post("/auth/forgot-password", Map.of("email", email)).hasStatus(200);

        JsonNode mail = mail("email.password_reset", email);
        String link = mail.at("/links/0").asString();
        assertThat(link).startsWith("https://app.example/reset-password?token=");
        assertThat(mail.at("/html").asString()).contains(link);
        String token = link.substring(link.indexOf('=') + 1);
        assertThat(outbox()).contains("email.password_reset").doesNotContain(token, email);

        String next = "Another-Horse-7-Staple-Battery";
        somebody.post("/auth/reset-password", Map.of("token", token, "newPassword", next))
                .hasStatus(200);
        somebody.post("/auth/login", Map.of("email", email, "password", next)).hasStatus(200);
        assertThat(somebody.get("/dev/mail").hasStatus(200).body()).contains(email, "Reset your password");
    }

    @Test
    void aNotificationReachesTheOperatorsLog() {
        try (LogCapture log = LogCapture.start()) {
            HttpProbe somebody = SERVER.anonymous();
            Map<String, String> guess = Map.of("email", "guessed@users.example", "password", PASSWORD);
            somebody.post("/auth/register", guess).hasStatus(201);
            for (int i = 0; i < 30 && !log.text().contains("notify.login_threshold message="); i++) {
                somebody.post("/auth/login", Map.of("email", "guessed@users.example", "password", "wrong-" + i));
            }
            Await.until(log::text, text -> text.contains("notify.login_threshold message="));
            assertThat(log.text()).contains("guessed@users.example").doesNotContain(PASSWORD, "wrong-0");
        }
    }

    private static JsonNode mail(String kind, String to) {
        return Await.until(
                () -> StreamSupport.stream(
                                SERVER.anonymous()
                                        .get("/dev/mail.json")
                                        .hasStatus(200)
                                        .json()
                                        .spliterator(),
                                false)
                        .filter(mail -> mail.at("/kind").asString().equals(kind)
                                && mail.at("/to").asString().equals(to))
                        .findFirst()
                        .orElse(tools.jackson.databind.node.MissingNode.getInstance()),
                mail -> !mail.isMissingNode());
    }

    private static String outbox() {
        return SERVER.database().queryText("select string_agg(o::text, '\n') from platform.outbox o");
    }
}
