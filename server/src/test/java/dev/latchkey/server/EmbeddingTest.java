package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.mail.MailMessage;
import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpProbe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program that runs the server inside itself: it hears of sign-ins and sends the mail. */
class EmbeddingTest {

    private static final List<MailMessage> SENT = new CopyOnWriteArrayList<>();
    private static final List<String> HEARD = new CopyOnWriteArrayList<>();
    private static final String PASSWORD = "Correct-Horse-9-Battery-Staple";

    @RegisterExtension
    static final ServerUnderTest SERVER =
            new ServerUnderTest().with(Extensions.NONE.withEmail(SENT::add).withCallback(new Subscriptions()));

    @Test
    void itHearsOfSignInsAndSendsTheMail() {
        HttpProbe somebody = SERVER.anonymous();
        String email = "embedded@users.example";
        somebody.post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201)
                .hasValue("/callbackData/subscription", "trial");
        somebody.post("/auth/login", Map.of("email", email, "password", PASSWORD))
                .hasStatus(200)
                .hasValue("/callbackData/subscription", "premium");
        assertThat(HEARD).containsExactly("registered " + email, "authenticated " + email);

        somebody.post("/auth/forgot-password", Map.of("email", email)).hasStatus(200);
        List<MailMessage> sent = Await.until(
                () -> SENT.stream()
                        .filter(mail -> mail.kind().equals("email.password_reset"))
                        .toList(),
                mails -> !mails.isEmpty());
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().to().address()).isEqualTo(email);
        assertThat(sent.getFirst().text()).contains("/reset-password?token=");
    }

    private static final class Subscriptions implements AuthCallback {
        @Override
        public Object onRegistered(Event event) {
            HEARD.add("registered " + event.user().email());
            return Map.of("subscription", "trial");
        }

        @Override
        public Object onAuthenticated(Event event) {
            HEARD.add("authenticated " + event.user().email());
            return Map.of("subscription", "premium");
        }
    }
}
