package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.sandbox.oidc.TokenAlgorithm;
import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.Crowd;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everybody who signs up in a project that says so has a wallet on the ledger soon after, within the project's budget. */
class SignUpWalletTest {

    private static final int PER_HOUR = 6;
    private static final int PER_DAY = 9;
    private static final String PASSWORD = "Correct-Horse-9-Battery";
    private static final String APP = "web.apps.example";
    private static final IdentityProvider GOOGLE = IdentityProvider.start(Clock.systemUTC());

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest(
            "LATCHKEY_SIGN_UP_WALLETS_PER_HOUR", String.valueOf(PER_HOUR),
            "LATCHKEY_SIGN_UP_WALLETS_PER_DAY", String.valueOf(PER_DAY),
            "GOOGLE_CLIENT_ID", APP,
            "LATCHKEY_GOOGLE_ISSUERS", GOOGLE.issuer(),
            "LATCHKEY_GOOGLE_JWKS_URL", GOOGLE.jwksUrl(),
            "COOKIE_ENABLED", "false");

    @AfterAll
    static void close() {
        GOOGLE.close();
    }

    @Test
    void aPasswordSignUpHasAWalletOnTheLedgerAndOnlyOne() {
        ProjectUnderTest project = project("wallets-by-password", "TESTNET");
        String user = register(project, "ann@users.example").text("/user/id");

        HttpAnswer wallets = Await.until(
                () -> wallets(project, user),
                answer -> answer.json().size() == 1
                        && answer.text("/0/ledgerStatus").equals("CREATED"));
        assertThat(SERVER.sandbox().ledger().hasAccount(wallets.text("/0/publicKey")))
                .isTrue();
        assertThat(SERVER.events("wallet.created", wallets.text("/0/id"))).isEqualTo(1);

        Crowd.of(10, i -> project.anonymous()
                .post("/auth/login", Map.of("email", "ann@users.example", "password", PASSWORD))
                .hasStatus(200));
        project.backend()
                .post("/wallets", Map.of("userId", user, "network", "TESTNET"))
                .hasStatus(409);
        assertThat(wallets(project, user).json().size()).isOne();
        assertThat(project.backend().get("/wallets/waiting").hasStatus(200).body())
                .isEqualTo("[]");
    }

    @Test
    void soDoesWhoComesByAProviderHoweverOftenAtOnce() {
        ProjectUnderTest project = project("wallets-by-google", "TESTNET");

        List<HttpAnswer> answers =
                Crowd.of(8, i -> project.anonymous().post("/auth/google", Map.of("idToken", idToken("gina", i))));

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(200));
        String user = answers.getFirst().text("/user/id");
        Await.until(() -> wallets(project, user), answer -> answer.json().size() == 1);
        assertThat(walletsOf(project)).isOne();
        assertThat(queued(project, "true")).isOne();
    }

    @Test
    void withoutTheSettingNothingIsMade() {
        ProjectUnderTest project = project("no-wallets", null);
        String user = register(project, "ann@users.example").text("/user/id");
        assertThat(queued(project, "true")).isZero();

        project.backend()
                .patch("/projects/" + project.id(), Map.of("walletAtSignUp", "TESTNET"))
                .hasStatus(200);
        String later = register(project, "bob@users.example").text("/user/id");
        Await.until(() -> wallets(project, later), answer -> answer.json().size() == 1);
        assertThat(wallets(project, user).json().size()).isZero();
    }

    @Test
    void manySignUpsAtOnceGetTheBudgetAndTheOthersWaitTheirTime() {
        ProjectUnderTest project = project("many", "TESTNET");
        ProjectUnderTest neighbour = project("neighbour", "TESTNET");

        Crowd.of(20, i -> register(project, "user" + i + "@users.example"));

        Await.until(() -> queued(project, "waits_for = 'BUDGET' and made_at is null"), count -> count == 14);
        assertThat(walletsOf(project)).isEqualTo(PER_HOUR);
        HttpAnswer waiting = project.backend()
                .get("/wallets/waiting?limit=5")
                .hasStatus(200)
                .hasValue("/0/waitsFor", "BUDGET")
                .hasValue("/0/network", "TESTNET");
        assertThat(waiting.json().size()).isEqualTo(5);
        assertThat(wallets(project, waiting.text("/0/userId")).json().size()).isZero();

        String other = register(neighbour, "eve@users.example").text("/user/id");
        Await.until(() -> wallets(neighbour, other), answer -> answer.json().size() == 1);
        assertThat(neighbour.backend().get("/wallets/waiting").hasStatus(200).body())
                .isEqualTo("[]");

        // An hour later there is room for as many as the day leaves.
        SERVER.database()
                .execute("update custody.sign_up_wallets set made_at = made_at - interval '61 minutes', not_before ="
                        + " not_before - interval '61 minutes' where project_id = '" + project.id() + "'");
        register(project, "late@users.example");
        Await.until(() -> walletsOf(project), count -> count == PER_DAY);
        Await.until(
                () -> queued(project, "waits_for = 'BUDGET' and made_at is null and not_before > now()"),
                count -> count == 12);
        assertThat(walletsOf(project)).isEqualTo(PER_DAY);
    }

    @Test
    void aWalletThatCannotBeMadeNeverFailsTheSignUpAndIsTriedAgain() {
        ProjectUnderTest project = project("mainnet-missing", "MAINNET");

        String user = register(project, "ann@users.example").text("/user/id");

        Await.until(
                () -> project.backend().get("/wallets/waiting"),
                answer ->
                        answer.json().size() == 1 && answer.text("/0/waitsFor").equals("RETRY"));
        assertThat(wallets(project, user).json().size()).isZero();

        // The project changes its mind: nobody waits any more.
        project.backend()
                .patch("/projects/" + project.id(), "{\"walletAtSignUp\":null}")
                .hasStatus(200);
        SERVER.database()
                .execute("update custody.sign_up_wallets set not_before = now() where project_id = '" + project.id()
                        + "'");
        Await.until(() -> queued(project, "true"), count -> count == 0);
    }

    @Test
    void whomABackendBringsTakesNothingOfTheBudget() {
        ProjectUnderTest project = project("backends", "TESTNET");
        project.backend()
                .post("/users", Map.of("authId", "made-by-the-backend"))
                .hasStatus(201);
        project.signIn("vouched");

        assertThat(queued(project, "true")).isZero();
        assertThat(walletsOf(project)).isOne();
    }

    private static String idToken(String subject, int number) {
        Map<String, Object> claims = new HashMap<>(GOOGLE.claims(subject, APP));
        claims.putAll(Map.of("email", subject + "@gmail.com", "email_verified", true, "jti", "token " + number));
        return GOOGLE.token(TokenAlgorithm.RS256, claims);
    }

    private static HttpAnswer register(ProjectUnderTest project, String email) {
        return project.anonymous()
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
    }

    private static HttpAnswer wallets(ProjectUnderTest project, String user) {
        return project.backend().get("/wallets/user/" + user).hasStatus(200);
    }

    private static long walletsOf(ProjectUnderTest project) {
        return count("custody.wallets", project, "true");
    }

    private static long queued(ProjectUnderTest project, String which) {
        return count("custody.sign_up_wallets", project, which);
    }

    private static long count(String table, ProjectUnderTest project, String which) {
        return SERVER.database()
                .queryLong("select count(*) from " + table + " where project_id = '" + project.id() + "' and " + which);
    }

    private static ProjectUnderTest project(String name, @Nullable String network) {
        ProjectUnderTest project = SERVER.project(name);
        if (network != null) {
            project.backend()
                    .patch("/projects/" + project.id(), Map.of("walletAtSignUp", network))
                    .hasStatus(200)
                    .hasValue("/walletAtSignUp", network);
        }
        return project;
    }
}
