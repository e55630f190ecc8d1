package dev.latchkey.identity;

import static dev.latchkey.identity.PasskeyClient.creationOptions;
import static dev.latchkey.identity.PasskeyClient.enrol;
import static dev.latchkey.identity.PasskeyClient.finish;
import static dev.latchkey.identity.PasskeyClient.newUser;
import static dev.latchkey.identity.PasskeyClient.publicKey;
import static dev.latchkey.identity.PasskeyClient.requestOptions;
import static dev.latchkey.identity.PasskeyClient.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.SoftwareAuthenticator.Algorithm;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Registration of, sign-in and step-up with passkeys, over HTTP with an authenticator of our own (auth-api.md 13). */
final class PasskeyTest {

    private static final String EMAIL = "ann@example.com";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe anonymous;
    private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator();

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(DATABASE.database(), PasskeyClient.SETTINGS);
        anonymous = house.anonymous;
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void wipe() {
        house.wipe();
    }

    @Test
    void creationOptionsAreThoseOfTheW3c() {
        HttpAnswer registered = PasskeyClient.register(anonymous, EMAIL);
        HttpProbe user = anonymous.withBearer(registered.text("/tokens/accessToken"));

        HttpAnswer options = creationOptions(user)
                .hasValueMatching("/challengeId", "[0-9a-f-]{36}")
                .hasValue("/options/publicKey/rp/id", "example.org")
                .hasValue("/options/publicKey/rp/name", "Example")
                .hasValue("/options/publicKey/user/name", EMAIL)
                .hasValue("/options/publicKey/user/displayName", EMAIL)
                .hasValueMatching("/options/publicKey/challenge", "[A-Za-z0-9_-]{43}")
                .hasValue("/options/publicKey/timeout", 300_000)
                .hasValue("/options/publicKey/excludeCredentials", "[]")
                .hasValue("/options/publicKey/authenticatorSelection/residentKey", "preferred")
                .hasValue("/options/publicKey/authenticatorSelection/requireResidentKey", false)
                .hasValue("/options/publicKey/authenticatorSelection/userVerification", "required")
                .lacks("/options/publicKey/authenticatorSelection/authenticatorAttachment")
                .hasValue("/options/publicKey/attestation", "none")
                .hasValue("/options/publicKey/extensions/credProps", true);

        assertThat(publicKey(options).at("/pubKeyCredParams").toString())
                .isEqualTo("[{\"type\":\"public-key\",\"alg\":-8},{\"type\":\"public-key\",\"alg\":-7},"
                        + "{\"type\":\"public-key\",\"alg\":-257}]");
        assertThat(uuid(options.text("/options/publicKey/user/id"))).hasToString(registered.text("/user/id"));
    }

    @Test
    void aPasskeyIsRegisteredAuditedAndMailed() {
        HttpAnswer registered = PasskeyClient.register(anonymous, EMAIL);
        HttpProbe user = anonymous.withBearer(registered.text("/tokens/accessToken"));
        house.rows.execute("update identity.users set email_verified = true");
        HttpAnswer options = creationOptions(user);

        HttpAnswer answer = finish(user, options, authenticator.create(publicKey(options)), "My phone")
                .hasStatus(200)
                .hasValue("/success", true)
                .hasValue("/label", "My phone");

        String id = answer.text("/credentialId");
        assertThat(house.rows.queryText(
                        "select kind || ' ' || label from identity.credentials where id = '" + id + "'"))
                .isEqualTo("webauthn_passkey My phone");
        assertThat(house.rows.queryText("select concat_ws(' ', aaguid, sign_count, array_to_string(transports, ','),"
                        + " is_discoverable, backup_eligible, backup_state, encode(credential_id, 'hex') = '"
                        + java.util.HexFormat.of().formatHex(authenticator.credentialId)
                        + "') from identity.passkeys where id = '" + id + "'"))
                .isEqualTo("5a5a5a5a-5a5a-5a5a-5a5a-5a5a5a5a5a5a 0 hybrid,internal t t t t");
        assertThat(house.audited("credential.added", id)).isEqualTo(1);
        assertThat(house.mail.last("email.credential_changed", EMAIL).facts())
                .containsEntry("credential", "webauthn_passkey")
                .containsEntry("change", "added");
        user.get("/auth/user").hasValue("/user/authMethods", "[\"email\",\"webauthn\"]");
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ES256", "ED25519", "RS256"})
    void everyOfferedAlgorithmSignsIn(Algorithm algorithm) {
        SoftwareAuthenticator other = new SoftwareAuthenticator(algorithm);
        enrol(newUser(anonymous, EMAIL), other, null);

        signIn(anonymous, requestOptions(anonymous, EMAIL), other)
                .hasStatus(200)
                .hasValue("/user/email", EMAIL)
                .hasValue("/isNewUser", false);
    }

    @Test
    void emailFirstSignInAllowsTheUsersPasskeysAndBeginsASession() {
        HttpProbe user = newUser(anonymous, EMAIL);
        String credential = enrol(user, authenticator, null);
        house.clock.advance(Duration.ofMinutes(10));

        HttpAnswer options = requestOptions(anonymous, "Ann@Example.com")
                .hasValue("/options/publicKey/rpId", "example.org")
                .hasValue("/options/publicKey/userVerification", "required")
                .hasValue("/options/publicKey/allowCredentials/0/type", "public-key")
                .hasValue("/options/publicKey/allowCredentials/0/id", authenticator.id())
                .hasValue("/options/publicKey/allowCredentials/0/transports", "[\"hybrid\",\"internal\"]");
        HttpAnswer signedIn = signIn(anonymous, options, authenticator).hasStatus(200);

        anonymous
                .withBearer(signedIn.text("/tokens/accessToken"))
                .get("/auth/user")
                .hasStatus(200)
                .hasValue("/user/email", EMAIL);
        assertThat(house.rows.queryText("select method || ' ' || array_to_string(factors, ',') from identity.sessions"
                        + " order by created_at desc limit 1"))
                .isEqualTo("webauthn passkey,user_verified");
        assertThat(house.lastAudit("type || ' ' || (metadata->>'method')")).isEqualTo("user.login webauthn");
        assertThat(house.rows.queryText(
                        "select last_used_at::text from identity.credentials where id = '" + credential + "'"))
                .startsWith("2026-05-30 12:10:00");
    }

    @Test
    void bothSpellingsOfDiscoverableSignInFindTheUserByTheHandle() {
        enrol(newUser(anonymous, EMAIL), authenticator, null);

        HttpAnswer first = requestOptions(anonymous, null).hasValue("/options/publicKey/allowCredentials", "[]");
        HttpAnswer second = anonymous
                .post("/auth/webauthn/auth/options/discoverable", "")
                .hasStatus(200)
                .hasValue("/options/publicKey/allowCredentials", "[]");

        signIn(anonymous, first, authenticator).hasStatus(200).hasValue("/user/email", EMAIL);
        signIn(anonymous, second, authenticator).hasStatus(200).hasValue("/user/email", EMAIL);
        assertThat(house.count("identity.sessions")).isEqualTo(3);
    }

    @Test
    void optionsNeedABodyAndTheDiscoverableOnesDoNot() {
        anonymous.send("POST", "/auth/webauthn/auth/options", null).hasStatus(400);
        anonymous.send("POST", "/auth/webauthn/auth/options/discoverable", null).hasStatus(200);
    }

    @Test
    void aUserHasManyPasskeysAndNoAuthenticatorGetsASecond() {
        HttpProbe user = newUser(anonymous, EMAIL);
        SoftwareAuthenticator key = new SoftwareAuthenticator();
        enrol(user, authenticator, "Phone");
        enrol(user, key, "Key");

        HttpAnswer options = creationOptions(user);
        assertThat(publicKey(options).at("/excludeCredentials").valueStream().map(descriptor -> descriptor
                        .get("id")
                        .stringValue()))
                .containsExactlyInAnyOrder(authenticator.id(), key.id());
        finish(user, options, key.create(publicKey(options)), "Again")
                .hasStatus(409)
                .hasValue("/code", "CREDENTIAL_EXISTS");
        signIn(anonymous, requestOptions(anonymous, EMAIL), key).hasStatus(200);
        signIn(anonymous, requestOptions(anonymous, EMAIL), authenticator).hasStatus(200);
        assertThat(house.count("identity.passkeys")).isEqualTo(2);
    }

    @Test
    void labelsHaveOneToAHundredCharacters() {
        HttpProbe user = newUser(anonymous, EMAIL);
        HttpAnswer options = creationOptions(user);
        Map<String, Object> credential = authenticator.create(publicKey(options));

        finish(user, options, credential, "").hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        finish(user, options, credential, "x".repeat(101)).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        finish(user, options, credential, "x".repeat(100)).hasStatus(200);
        HttpAnswer unnamed = creationOptions(user);
        finish(user, unnamed, new SoftwareAuthenticator().create(publicKey(unnamed)), null)
                .hasStatus(200)
                .hasValue("/label", "null");
    }

    @Test
    void countersAndBackupStateAreKept() {
        authenticator.counter = 7;
        authenticator.flags = SoftwareAuthenticator.UP | SoftwareAuthenticator.UV | SoftwareAuthenticator.BE;
        String id = enrol(newUser(anonymous, EMAIL), authenticator, null);
        assertThat(details(id)).isEqualTo("7 t f");

        authenticator.flags |= SoftwareAuthenticator.BS;
        authenticator.counter = 20;
        signIn(anonymous, requestOptions(anonymous, EMAIL), authenticator).hasStatus(200);

        assertThat(details(id)).isEqualTo("20 t t");
    }

    @Test
    void aPasskeyThatVerifiedItsUserIsNotAskedForACode() {
        enrol(newUser(anonymous, EMAIL), authenticator, null);
        house.rows.execute("update identity.users set second_factor = true");

        signIn(anonymous, requestOptions(anonymous, EMAIL), authenticator)
                .hasStatus(200)
                .hasValueMatching("/tokens/accessToken", ".+");
    }

    @Test
    void anUnlinkedPasskeyOpensNothing() {
        HttpProbe user = newUser(anonymous, EMAIL);
        String id = enrol(user, authenticator, null);
        HttpAnswer options = requestOptions(anonymous, null);
        user.delete("/auth/user/credentials/" + id).hasStatus(204);

        signIn(anonymous, options, authenticator).hasStatus(401).hasValue("/code", "INVALID_CREDENTIALS");

        assertThat(house.count("identity.passkeys")).isZero();
        assertThat(house.lastAudit("outcome || ' ' || (metadata->>'reason')")).isEqualTo("FAILURE unknown passkey");
    }

    @Test
    void registrationNeedsARecentSignIn() {
        HttpProbe user = newUser(anonymous, EMAIL);
        house.clock.advance(Duration.ofMinutes(6));

        user.post("/auth/webauthn/register/options", "")
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED")
                .hasValue("/details/maxAgeSeconds", 300);
        assertThat(house.count("identity.challenges")).isZero();
    }

    @Test
    void aPasskeyConfirmsASession() {
        HttpProbe user = newUser(anonymous, EMAIL);
        enrol(user, authenticator, null);
        house.clock.advance(Duration.ofMinutes(6));
        user.post("/auth/webauthn/register/options", "")
                .hasStatus(403)
                .hasValue("/details/satisfyAt/1", "POST /auth/webauthn/step-up/options");

        HttpAnswer options = user.post("/auth/webauthn/step-up/options", "").hasStatus(200);
        assertThat(options.text("/options/publicKey/allowCredentials/0/id")).isEqualTo(authenticator.id());
        user.post("/auth/webauthn/step-up/verify", PasskeyClient.body(options, authenticator.get(publicKey(options))))
                .hasStatus(200)
                .hasValueMatching("/message", ".+");

        creationOptions(user);
        assertThat(house.rows.queryText("select array_to_string(factors, ',') from identity.sessions"))
                .isEqualTo("password,passkey,user_verified");
        assertThat(
                        house.rows.queryLong(
                                "select count(*) from platform.audit_events where type = 'user.step_up' and outcome = 'SUCCESS'"))
                .isEqualTo(1);
    }

    @Test
    void stepUpNeedsAPasskey() {
        newUser(anonymous, EMAIL)
                .post("/auth/webauthn/step-up/options", "")
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR");
    }

    @Test
    void onlyUsersRegisterAndStepUp() {
        for (String path : List.of("register/options", "register/verify", "step-up/options", "step-up/verify")) {
            anonymous.post("/auth/webauthn/" + path, Map.of()).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        }
    }

    @Test
    void aSuspendedUserDoesNotGetIn() {
        enrol(newUser(anonymous, EMAIL), authenticator, null);
        house.rows.execute("update identity.users set status = 'SUSPENDED'");

        signIn(anonymous, requestOptions(anonymous, null), authenticator)
                .hasStatus(403)
                .hasValue("/code", "FORBIDDEN");
    }

    @Test
    void aPasskeyOfAMergedAccountKeepsWorking() {
        String id = enrol(newUser(anonymous, EMAIL), authenticator, null);
        String other = PasskeyClient.register(anonymous, "bob@example.com").text("/user/id");
        house.rows.execute("update identity.credentials set user_id = '" + other + "' where id = '" + id + "'");

        signIn(anonymous, requestOptions(anonymous, null), authenticator)
                .hasStatus(200)
                .hasValue("/user/id", other);
    }

    @Test
    void addressesWithoutPasskeysLookLikeOthers() {
        newUser(anonymous, "bob@example.com");
        for (String email : List.of("nobody@example.com", "bob@example.com", "no address at all")) {
            JsonNode first = publicKey(requestOptions(anonymous, email));
            JsonNode second = publicKey(requestOptions(anonymous, email));

            assertThat(first.at("/allowCredentials").size()).as(email).isPositive();
            assertThat(first.at("/allowCredentials")).isEqualTo(second.at("/allowCredentials"));
            assertThat(first.at("/allowCredentials/0/id").stringValue()).matches("[A-Za-z0-9_-]{27,43}");
            assertThat(first.get("challenge")).isNotEqualTo(second.get("challenge"));
        }
        assertThat(publicKey(requestOptions(anonymous, "nobody@example.com")).get("allowCredentials"))
                .isNotEqualTo(publicKey(requestOptions(anonymous, "somebody@example.com"))
                        .get("allowCredentials"));
    }

    @Test
    void optionsOfKnownAndUnknownAddressesCostTheSame() {
        enrol(newUser(anonymous, EMAIL), authenticator, null);
        requestOptions(anonymous, null);

        List<String> known = house.statementsOf(() -> requestOptions(anonymous, EMAIL));
        List<String> unknown = house.statementsOf(() -> requestOptions(anonymous, "nobody@example.com"));

        assertThat(known).isEqualTo(unknown).hasSize(2);
    }

    @Test
    void aSignInCostsThreeRoundTripsAndItsCommit() {
        enrol(newUser(anonymous, EMAIL), authenticator, null);
        HttpAnswer options = requestOptions(anonymous, EMAIL);

        List<String> statements = house.statementsOf(
                () -> signIn(anonymous, options, authenticator).hasStatus(200));

        assertThat(statements)
                .as("challenge and passkey, the use, the session; the audit event travels with the commit")
                .hasSize(4)
                .last()
                .asString()
                .endsWith("commit");
    }

    private static String details(String id) {
        return house.rows.queryText(
                "select concat_ws(' ', sign_count, backup_eligible, backup_state) from identity.passkeys where id = '"
                        + id + "'");
    }

    private static UUID uuid(String handle) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(handle));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
