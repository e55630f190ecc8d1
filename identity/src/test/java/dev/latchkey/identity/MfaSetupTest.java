package dev.latchkey.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.mfa.Authenticator;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MfaSetupTest {

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Duration STEP_UP = Duration.ofMinutes(5);

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    @Test
    void setUpShowsTheSecretInEveryFormAndPutsNothingInForce() {
        HttpAnswer registered = register("ann@example.com");
        HttpProbe ann = signedIn(registered);

        HttpAnswer setup = ann.send("POST", "/auth/mfa/setup", null).hasStatus(200);

        String secret = setup.text("/secret");
        assertThat(secret).matches("[A-Z2-7]{32}");
        setup.hasValue("/otpauthUri", "otpauth://totp/Cedros:ann@example.com?secret=" + secret + "&issuer=Cedros");
        assertThat(Authenticator.scan(setup.text("/qrCode"))).isEqualTo(setup.text("/otpauthUri"));
        assertThat(setup.text("/qrSvg")).startsWith("<svg ").endsWith("</svg>");
        assertThat(SecondFactorUser.recoveryCodes(setup))
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(code).matches("[A-Z0-9]{4}(-[A-Z0-9]{4}){3}"));
        assertThat(house.lastAudit("type")).isEqualTo("mfa.setup_started");
        assertThat(house.lastAudit("metadata")).doesNotContain(secret);
        status(ann, false, 0);
        house.anonymous
                .post("/auth/login", Map.of("email", "ann@example.com", "password", SecondFactorUser.PASSWORD))
                .hasStatus(200)
                .lacks("/mfaRequired");
    }

    @Test
    void theFirstCodePutsItInForce() {
        HttpAnswer registered = register("ann@example.com");
        HttpProbe ann = signedIn(registered);
        String id = registered.text("/user/id");
        HttpAnswer setup = ann.send("POST", "/auth/mfa/setup", null).hasStatus(200);
        Authenticator phone = phone(setup);

        ann.post("/auth/mfa/enable", Map.of("code", phone.code())).hasStatus(200);

        status(ann, true, 10);
        assertThat(house.lastAudit("type")).isEqualTo("mfa.enabled");
        assertThat(house.lastAudit("actor_id")).isEqualTo(id);
        assertThat(house.userColumn(id, "second_factor")).isEqualTo("t");
        assertThat(house.userColumn(id, "auth_methods")).isEqualTo("{email}");
        assertThat(house.rows.queryText("select string_agg(kind, ' ' order by kind) from identity.credentials"))
                .isEqualTo("password totp");
        assertThat(house.rows.queryText("select array_to_string(factors, ' ') from identity.sessions"))
                .isEqualTo("password otp");
        assertThat(house.count("identity.totp_setups")).isZero();
        assertThat(house.mail
                        .last("email.credential_changed", "ann@example.com")
                        .facts())
                .containsEntry("change", "enabled")
                .doesNotContainValue(setup.text("/secret"));
    }

    @Test
    void otherSessionsStayWhenItComesIntoForce() {
        HttpAnswer registered = register("ann@example.com");
        HttpProbe other = signedIn(house.anonymous
                .post("/auth/login", Map.of("email", "ann@example.com", "password", SecondFactorUser.PASSWORD))
                .hasStatus(200));

        enable(signedIn(registered));

        other.get("/auth/user").hasStatus(200);
    }

    @Test
    void beginningAnewReplacesTheSecret() {
        HttpProbe ann = signedIn(register("ann@example.com"));
        Authenticator first = phone(ann.send("POST", "/auth/mfa/setup", null).hasStatus(200));
        HttpAnswer again = ann.send("POST", "/auth/mfa/setup", null).hasStatus(200);
        Authenticator second = phone(again);

        refused(ann.post("/auth/mfa/enable", Map.of("code", first.code())));
        ann.post("/auth/mfa/enable", Map.of("code", second.code())).hasStatus(200);

        ann.post("/auth/mfa/recovery", Map.of("code", recoveryCode(again, 0))).hasStatus(200);
    }

    @Test
    void enablingNeedsASetUpAndTheRightCode() {
        HttpProbe ann = signedIn(register("ann@example.com"));
        refused(ann.post("/auth/mfa/enable", Map.of("code", "123456")));
        Authenticator phone = phone(ann.send("POST", "/auth/mfa/setup", null).hasStatus(200));

        refused(ann.post("/auth/mfa/enable", Map.of("code", phone.wrongCode())));
        assertThat(house.lastAudit("type")).isEqualTo("mfa.verification_failed");
        refused(ann.post("/auth/mfa/enable", Map.of("code", "")));
        refused(ann.post("/auth/mfa/enable", Map.of()));
        refused(ann.post("/auth/mfa/enable", Map.of("code", 123456)));
        status(ann, false, 0);

        ann.post("/auth/mfa/enable", Map.of("code", phone.code())).hasStatus(200);
        refused(ann.post("/auth/mfa/enable", Map.of("code", phone.code(STEP))));
        refused(ann.send("POST", "/auth/mfa/setup", null));
        status(ann, true, 10);
    }

    @Test
    void aSetUpIsForgottenAfterAnHour() {
        HttpAnswer registered = register("ann@example.com");
        Authenticator phone =
                phone(signedIn(registered).send("POST", "/auth/mfa/setup", null).hasStatus(200));
        house.clock.advance(Duration.ofHours(1));
        HttpProbe ann = signedIn(house.anonymous
                .post("/auth/login", Map.of("email", "ann@example.com", "password", SecondFactorUser.PASSWORD))
                .hasStatus(200));

        refused(ann.post("/auth/mfa/enable", Map.of("code", phone.code())));
        house.identity.jobs().forEach(job -> job.work().run());
        assertThat(house.count("identity.totp_setups")).isZero();
    }

    @Test
    void ofParallelEnablingsOneWins() {
        HttpProbe ann = signedIn(register("ann@example.com"));
        Authenticator phone = phone(ann.send("POST", "/auth/mfa/setup", null).hasStatus(200));

        List<HttpAnswer> answers = Parallel.calls(8, i -> ann.post("/auth/mfa/enable", Map.of("code", phone.code())));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 400)).hasSize(7);
        assertThat(house.count("identity.totp")).isOne();
        assertThat(house.count("identity.recovery_codes")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/mfa/setup", "/auth/mfa/enable", "/auth/mfa/disable"})
    void itsChangesNeedARecentProof(String path) {
        HttpProbe ann = signedIn(register("ann@example.com"));
        Map<String, String> body = Map.of("code", "123456");

        house.clock.advance(STEP_UP);
        assertThat(ann.post(path, body).status()).isNotEqualTo(403);
        house.clock.advance(Duration.ofSeconds(1));

        HttpAnswer refusal = ann.post(path, body)
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED")
                .hasValue("/details/maxAgeSeconds", 300)
                .hasValue("/details/satisfyAt/0", "POST /auth/reauthenticate")
                .hasHeaderMatching("WWW-Authenticate", "Bearer error=\"insufficient_user_authentication\".*");
        assertThat(refusal.text("/details/acceptedFactors")).contains("password");
        ann.post("/auth/reauthenticate", Map.of("password", SecondFactorUser.PASSWORD))
                .hasStatus(200);
        assertThat(ann.post(path, body).status()).isNotEqualTo(403);
    }

    @Test
    void usersWithoutAnAddressCanHaveOneToo() {
        String id = house.backend()
                .post(
                        "/users",
                        Map.of("authId", "wallet-1", "displayName", "Bob: the builder", "authProvider", "SOLANA"))
                .hasStatus(201)
                .text("/id");
        HttpProbe bob = new SignInDesk(house).client(id, Proof.of("solana", "wallet"));

        HttpAnswer setup = bob.send("POST", "/auth/mfa/setup", null).hasStatus(200);
        assertThat(setup.text("/otpauthUri")).startsWith("otpauth://totp/Cedros:Bob%3A%20the%20builder?secret=");
        Authenticator phone = phone(setup);
        bob.post("/auth/mfa/enable", Map.of("code", phone.code())).hasStatus(200);
        status(bob, true, 10);
        assertThat(house.mail.letters).isEmpty();

        house.clock.advance(STEP);
        refused(bob.post("/auth/mfa/disable", Map.of("password", SecondFactorUser.PASSWORD)));
        status(bob, true, 10);
        bob.post("/auth/mfa/disable", Map.of("code", phone.code())).hasStatus(200);
        status(bob, false, 0);
    }

    @Test
    void usersWithoutAnyNameAreCalledByTheirId() {
        String id = house.backend()
                .post("/users", Map.of("authId", "wallet-1"))
                .hasStatus(201)
                .text("/id");
        HttpProbe bob = new SignInDesk(house).client(id, Proof.of("stellar", "wallet"));

        assertThat(bob.send("POST", "/auth/mfa/setup", null).hasStatus(200).text("/otpauthUri"))
                .startsWith("otpauth://totp/Cedros:" + id + "?secret=");
    }

    @Test
    void neitherSecretNorRecoveryCodesAreInTheDatabase() {
        HttpProbe ann = signedIn(register("ann@example.com"));
        HttpAnswer setup = ann.send("POST", "/auth/mfa/setup", null).hasStatus(200);
        String pending = everythingStored();
        ann.post("/auth/mfa/enable", Map.of("code", phone(setup).code())).hasStatus(200);
        String active = everythingStored();

        for (String stored : List.of(pending, active)) {
            assertThat(stored).contains("ann@example.com");
            assertThat(stored).doesNotContain(setup.text("/secret"), Authenticator.secretInHex(setup.text("/secret")));
            for (String code : SecondFactorUser.recoveryCodes(setup)) {
                String plain = code.replace("-", "");
                assertThat(stored)
                        .doesNotContain(code, plain, HexFormat.of().formatHex(plain.getBytes(US_ASCII)), sha256(plain));
            }
        }
    }

    @Test
    void anotherUsersSecretDoesNotOpen() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        SecondFactorUser eve = SecondFactorUser.of(house, "eve@example.com");
        String annsToken = ann.mfaToken();
        house.rows.execute("update identity.totp set sealed = (select sealed from identity.totp where user_id = '"
                + eve.id + "') where user_id = '" + ann.id + "'");

        ann.complete(annsToken, eve.phone.code()).hasStatus(500).hasValue("/code", "SERVER_ERROR");

        assertThat(house.rows.queryLong("select count(*) from identity.sessions where user_id = '" + ann.id + "'"))
                .isOne();
    }

    @Test
    void thePasswordTakesItAway() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");

        ann.client
                .post("/auth/mfa/disable", Map.of("password", "wrong"))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");
        status(ann.client, true, 10);
        ann.client
                .post("/auth/mfa/disable", Map.of("password", SecondFactorUser.PASSWORD))
                .hasStatus(200);

        status(ann.client, false, 0);
        assertThat(house.lastAudit("type")).isEqualTo("mfa.disabled");
        assertThat(house.userColumn(ann.id, "second_factor")).isEqualTo("f");
        assertThat(house.count("identity.totp")).isZero();
        assertThat(house.count("identity.recovery_codes")).isZero();
        assertThat(house.mail.last("email.credential_changed", ann.email).facts())
                .containsEntry("change", "disabled");
        house.anonymous
                .post("/auth/login", Map.of("email", ann.email, "password", SecondFactorUser.PASSWORD))
                .hasStatus(200)
                .lacks("/mfaRequired");
        refused(ann.client.post("/auth/mfa/disable", Map.of("password", SecondFactorUser.PASSWORD)));
    }

    @Test
    void eitherKindOfCodeTakesItAway() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        refused(ann.client.post("/auth/mfa/disable", Map.of()));
        refused(ann.client.post(
                "/auth/mfa/disable", Map.of("code", ann.phone.code(), "recoveryCode", ann.recoveryCodes.getFirst())));
        refused(ann.client.post("/auth/mfa/disable", Map.of("code", ann.phone.wrongCode())));
        status(ann.client, true, 10);

        ann.client.post("/auth/mfa/disable", Map.of("code", ann.phone.code())).hasStatus(200);
        status(ann.client, false, 0);
        Authenticator phone = enable(ann.client);
        house.clock.advance(STEP);
        refused(ann.client.post("/auth/mfa/disable", Map.of("recoveryCode", ann.recoveryCodes.getFirst())));
        assertThat(phone.code()).isNotEqualTo(ann.phone.code());
    }

    @Test
    void aRecoveryCodeTakesItAway() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");

        ann.client
                .post("/auth/mfa/disable", Map.of("recoveryCode", ann.recoveryCodes.getFirst()))
                .hasStatus(200);

        status(ann.client, false, 0);
        assertThat(house.audited("mfa.recovery_code_used", ann.id)).isOne();
        assertThat(house.audited("mfa.disabled", ann.id)).isOne();
    }

    @Test
    void unlinkingTheCredentialReallyTakesItAway() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");

        house.rows.execute("delete from identity.credentials where kind = 'totp'");

        assertThat(house.count("identity.totp")).isZero();
        assertThat(house.count("identity.recovery_codes")).isZero();
        refused(ann.client.post("/auth/mfa/verify", Map.of("code", ann.phone.code())));
    }

    @Test
    void recoveryCodesAreReplacedAsASet() {
        SecondFactorUser ann = SecondFactorUser.of(house, "ann@example.com");
        ann.client
                .post("/auth/mfa/recovery", Map.of("code", ann.recoveryCodes.get(0)))
                .hasStatus(200);
        house.clock.advance(Duration.ofHours(1));
        HttpProbe later = ann.signedIn();
        house.clock.advance(STEP_UP.plusSeconds(1));
        refused(later.post("/auth/mfa/recovery-codes/regenerate", Map.of("code", ann.phone.wrongCode())));
        refused(later.post("/auth/mfa/recovery-codes/regenerate", Map.of("code", ann.recoveryCodes.get(1))));
        later.post("/auth/mfa/setup", Map.of()).hasStatus(403);

        HttpAnswer fresh = later.post("/auth/mfa/recovery-codes/regenerate", Map.of("code", ann.phone.code()))
                .hasStatus(200);

        assertThat(SecondFactorUser.recoveryCodes(fresh)).hasSize(10).doesNotContainAnyElementsOf(ann.recoveryCodes);
        assertThat(house.lastAudit("type")).isEqualTo("mfa.recovery_codes_regenerated");
        assertThat(house.mail.last("email.credential_changed", ann.email).facts())
                .containsEntry("change", "recovery_codes_replaced");
        status(later, true, 10);
        later.post("/auth/mfa/setup", Map.of()).hasStatus(400);
        refused(later.post("/auth/mfa/recovery", Map.of("code", ann.recoveryCodes.get(1))));
        later.post("/auth/mfa/recovery", Map.of("code", recoveryCode(fresh, 0))).hasStatus(200);
        status(later, true, 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auth/mfa/setup",
                "/auth/mfa/enable",
                "/auth/mfa/disable",
                "/auth/mfa/verify",
                "/auth/mfa/recovery",
                "/auth/mfa/recovery-codes/regenerate",
                "/auth/reauthenticate"
            })
    void onlyUsersMayCall(String path) {
        Map<String, String> body = Map.of("code", "123456");

        house.anonymous.post(path, body).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        house.backend().post(path, body).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        house.operator().post(path, body).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        house.anonymous.withBearer("ck_" + "a".repeat(43)).post(path, body).hasStatus(401);
        house.anonymous.get("/auth/mfa/status").hasStatus(401);
    }

    private static HttpAnswer register(String email) {
        return house.anonymous
                .post("/auth/register", Map.of("email", email, "password", SecondFactorUser.PASSWORD))
                .hasStatus(201);
    }

    private static HttpProbe signedIn(HttpAnswer signIn) {
        return house.anonymous.withBearer(signIn.text("/tokens/accessToken"));
    }

    private static Authenticator enable(HttpProbe client) {
        Authenticator phone = phone(client.send("POST", "/auth/mfa/setup", null).hasStatus(200));
        client.post("/auth/mfa/enable", Map.of("code", phone.code())).hasStatus(200);
        return phone;
    }

    private static Authenticator phone(HttpAnswer setup) {
        return Authenticator.of(setup.text("/otpauthUri"), house.clock);
    }

    private static String recoveryCode(HttpAnswer answer, int index) {
        return SecondFactorUser.recoveryCodes(answer).get(index);
    }

    private static void status(HttpProbe client, boolean enabled, int remaining) {
        client.get("/auth/mfa/status")
                .hasStatus(200)
                .hasValue("/enabled", enabled)
                .hasValue("/recoveryCodesRemaining", remaining);
    }

    private static void refused(HttpAnswer answer) {
        answer.hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }

    private static String sha256(String text) {
        return Tokens.sha256Hex(text);
    }

    /** Every row of every table of ours as text, bytes in hex. */
    private static String everythingStored() {
        String tables = house.rows.queryText("""
                select string_agg(schemaname || '.' || quote_ident(tablename), ' ')
                from pg_tables where schemaname in ('identity', 'platform')
                """);
        return Stream.of(tables.split(" "))
                .map(table -> house.rows.queryText(
                        "select coalesce(string_agg(stored::text, ' '), '') from " + table + " as stored"))
                .collect(Collectors.joining());
    }
}
