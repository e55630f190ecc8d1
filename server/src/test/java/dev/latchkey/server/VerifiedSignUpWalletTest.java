package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Where addresses have to be verified, nobody is given a wallet before. */
class VerifiedSignUpWalletTest {

    private static final String EMAIL = "ann@users.example";
    private static final String PASSWORD = "Correct-Horse-9-Battery";

    @RegisterExtension
    static final ServerUnderTest SERVER =
            new ServerUnderTest("EMAIL_REQUIRE_VERIFICATION", "true", "COOKIE_ENABLED", "false");

    @Test
    void theWalletComesWithTheProofOfTheAddress() {
        ProjectUnderTest project = SERVER.project("verified");
        project.backend()
                .patch("/projects/" + project.id(), Map.of("walletAtSignUp", "TESTNET"))
                .hasStatus(200);
        project.anonymous()
                .post("/auth/register", Map.of("email", EMAIL, "password", PASSWORD))
                .hasStatus(201)
                .hasValue("/emailQueued", true);
        String link =
                Await.until(VerifiedSignUpWalletTest::link, Optional::isPresent).orElseThrow();
        assertThat(SERVER.database().queryLong("select count(*) from custody.sign_up_wallets"))
                .isZero();

        project.anonymous()
                .post(
                        "/auth/verify-email",
                        Map.of("token", link.substring(link.indexOf('=') + 1), "password", PASSWORD))
                .hasStatus(200);

        String user = SERVER.database().queryText("select id::text from identity.users where email = '" + EMAIL + "'");
        Await.until(
                () -> project.backend().get("/wallets/user/" + user).hasStatus(200),
                answer -> answer.json().size() == 1);
    }

    private static Optional<String> link() {
        JsonNode mails = SERVER.anonymous().get("/dev/mail.json").hasStatus(200).json();
        return StreamSupport.stream(mails.spliterator(), false)
                .filter(mail -> mail.at("/to").asString().equals(EMAIL))
                .map(mail -> mail.at("/links/0").asString())
                .filter(text -> text.contains("="))
                .findFirst();
    }
}
