package dev.latchkey.identity;

import static dev.latchkey.identity.PasskeyClient.body;
import static dev.latchkey.identity.PasskeyClient.creationOptions;
import static dev.latchkey.identity.PasskeyClient.enrol;
import static dev.latchkey.identity.PasskeyClient.finish;
import static dev.latchkey.identity.PasskeyClient.newUser;
import static dev.latchkey.identity.PasskeyClient.publicKey;
import static dev.latchkey.identity.PasskeyClient.requestOptions;
import static dev.latchkey.identity.PasskeyClient.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.SoftwareAuthenticator.Algorithm;
import dev.latchkey.identity.SoftwareAuthenticator.Cbor;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an attacker could try against passkeys; each attempt is refused and leaves neither session nor passkey. */
final class PasskeyAttackTest {

    private static final String EMAIL = "ann@example.com";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static HttpProbe anonymous;
    private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator();
    private HttpProbe user;

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
    void register() {
        house.wipe();
        user = newUser(anonymous, EMAIL);
    }

    // ------------------------------------------------------------------------------------------------ registration

    @Test
    void aRegistrationCannotBeReplayed() {
        HttpAnswer options = creationOptions(user);
        Map<String, Object> credential = authenticator.create(publicKey(options));
        finish(user, options, credential, null).hasStatus(200);

        refused(finish(user, options, credential, null));
    }

    @Test
    void aFailedRegistrationUsesTheChallengeUp() {
        HttpAnswer options = creationOptions(user);
        authenticator.origin = "https://evil.example";
        refused(finish(user, options, authenticator.create(publicKey(options)), null));

        authenticator.origin = "https://example.org";
        refused(finish(user, options, authenticator.create(publicKey(options)), null));
        assertThat(house.count("identity.passkeys")).isZero();
    }

    @Test
    void aChallengeIsGoodForItsOwnUserSessionPurposeAndProjectOnly() {
        HttpAnswer options = creationOptions(user);
        refused(finish(newUser(anonymous, "eve@example.com"), options, authenticator.create(publicKey(options)), null));

        HttpAnswer again = creationOptions(user);
        refused(finish(PasskeyClient.login(anonymous, EMAIL), again, authenticator.create(publicKey(again)), null));

        HttpAnswer forSignIn = requestOptions(anonymous, null);
        HttpAnswer creation = creationOptions(user);
        Map<String, Object> credential = authenticator.create(publicKey(creation));
        refused(user.post(
                "/auth/webauthn/register/verify",
                Map.of("challengeId", forSignIn.text("/challengeId"), "credential", credential)));
        refused(user.post(
                "/auth/webauthn/register/verify",
                Map.of("challengeId", "00000000-0000-4000-8000-000000000000", "credential", credential)));
        assertThat(house.count("identity.passkeys")).isZero();
    }

    @Test
    void anExpiredChallengeIsRefused() {
        HttpAnswer options = creationOptions(user);
        house.clock.advance(Duration.ofMinutes(5).plusSeconds(1));

        refused(finish(user, options, authenticator.create(publicKey(options)), null));
    }

    @Test
    void registrationsOfOtherOriginsDomainsAndFramesAreRefused() {
        refusedRegistration(fake -> fake.origin = "https://evil.example");
        refusedRegistration(fake -> fake.origin = "http://example.org");
        refusedRegistration(fake -> fake.origin = "https://example.org:8443");
        refusedRegistration(fake -> fake.origin = "https://example.org/path");
        refusedRegistration(fake -> fake.origin = "https://user@example.org");
        refusedRegistration(fake -> fake.origin = "https://EXAMPLE.org");
        refusedRegistration(fake -> fake.origin = "https://sub.example.org");
        refusedRegistration(fake -> fake.rpId = "login.example.org");
        refusedRegistration(fake -> fake.rpId = "evil.example");
        refusedRegistration(fake -> fake.clientData = with("crossOrigin", true));
        refusedRegistration(fake -> fake.clientData = with("crossOrigin", "false"));
        refusedRegistration(fake -> fake.clientData = with("topOrigin", "https://example.org"));
        refusedRegistration(fake -> fake.clientData = with("topOrigin", "https://evil.example"));
        refusedRegistration(fake -> fake.clientData = with("type", "webauthn.get"));
        refusedRegistration(fake -> fake.clientData = with("challenge", "AAAA"));
        refusedRegistration(fake -> fake.clientData = with("challenge", 5));
    }

    @Test
    void registrationsWithoutPresenceOrVerificationAreRefused() {
        refusedRegistration(fake -> fake.flags = SoftwareAuthenticator.UV);
        refusedRegistration(fake -> fake.flags = SoftwareAuthenticator.UP);
        refusedRegistration(
                fake -> fake.flags = SoftwareAuthenticator.UP | SoftwareAuthenticator.UV | SoftwareAuthenticator.BS);
    }

    @Test
    void keysThatWereNotOfferedAreRefused() {
        refusedRegistration(new SoftwareAuthenticator(Algorithm.ES384));
        refusedRegistration(new SoftwareAuthenticator(1024));
    }

    @Test
    void credentialIdsAreBoundedAndMustAgree() {
        refusedRegistration(fake -> fake.credentialId = new byte[1024]);
        HttpAnswer options = creationOptions(user);
        Map<String, Object> credential = authenticator.create(publicKey(options));
        credential.put("id", "AAAA");
        refused(finish(user, options, credential, null));
        credential.put("rawId", "AAAA");
        refused(finish(user, options, credential, null));
    }

    @Test
    void anotherUsersPasskeyCannotBeRegistered() {
        enrol(newUser(anonymous, "eve@example.com"), authenticator, null);
        HttpAnswer options = creationOptions(user);

        finish(user, options, authenticator.create(publicKey(options)), null)
                .hasStatus(409)
                .hasValue("/code", "CREDENTIAL_EXISTS");
        assertThat(house.count("identity.passkeys")).isEqualTo(1);
        user.get("/auth/user").hasValue("/user/authMethods", "[\"email\"]");
    }

    @Test
    void attestationsThatAreNoneAreRefused() {
        byte[] data = registrationData();
        Cbor deep = new Cbor();
        for (int i = 0; i < 5_000; i++) {
            deep.map(1).text("a");
        }
        refusedAttestation(new byte[0]);
        refusedAttestation(new byte[] {(byte) 0xa0});
        refusedAttestation("no cbor".getBytes(StandardCharsets.UTF_8));
        refusedAttestation(new Cbor().map(1).text("authData").bytes(data).toBytes());
        refusedAttestation(SoftwareAuthenticator.attestationObject("unknown", new Cbor().map(0), data));
        refusedAttestation(SoftwareAuthenticator.attestationObject(
                "none", new Cbor().map(1).text("x").number(1), data));
        refusedAttestation(SoftwareAuthenticator.attestationObject("packed", new Cbor().map(0), data));
        refusedAttestation(SoftwareAuthenticator.attestationObject("none", new Cbor().map(0), new byte[37]));
        refusedAttestation(SoftwareAuthenticator.attestationObject(
                "none", new Cbor().map(0), Arrays.copyOf(data, data.length - 1)));
        refusedAttestation(SoftwareAuthenticator.attestationObject(
                "none", new Cbor().map(0), Arrays.copyOf(data, data.length + 1)));
        refusedAttestation(deep.number(1).toBytes());
        refusedAttestation(new byte[] {(byte) 0x9b, 127, -1, -1, -1, -1, -1, -1, -1});
    }

    @Test
    void malformedAndOversizedCredentialsAreRefused() {
        String large = "A".repeat(90_000);
        HttpAnswer options = creationOptions(user);
        Map<String, Object> credential = authenticator.create(publicKey(options));
        for (String member : List.of("clientDataJSON", "attestationObject")) {
            refused(finish(user, options, withResponse(credential, member, large), null));
            refused(finish(user, options, withResponse(credential, member, "not*base64"), null));
            refused(finish(user, options, withResponse(credential, member, 5), null));
        }
        for (Object wrong : List.of("", "text", List.of(), 5, Map.of(), Map.of("id", "AAAA"))) {
            refused(user.post(
                    "/auth/webauthn/register/verify",
                    Map.of("challengeId", options.text("/challengeId"), "credential", wrong)));
        }
        Map<String, Object> typed = new LinkedHashMap<>(credential);
        typed.put("type", "password");
        refused(finish(user, options, typed, null));
        user.post("/auth/webauthn/register/verify", "{\"x\":\"" + "A".repeat(1 << 20) + "\"}")
                .hasStatus(413);
        assertThat(house.count("identity.passkeys")).isZero();
    }

    @Test
    void clientDataWithAMemberTwiceIsRefused() {
        HttpAnswer options = creationOptions(user);
        Map<String, Object> credential = authenticator.create(publicKey(options));
        String challenge = publicKey(options).get("challenge").stringValue();
        String twice = "{\"type\":\"webauthn.create\",\"challenge\":\"" + challenge
                + "\",\"origin\":\"https://evil.example\",\"origin\":\"https://example.org\"}";

        refused(finish(user, options, withResponse(credential, "clientDataJSON", text(twice)), null));
    }

    // ---------------------------------------------------------------------------------------------------- sign-in

    @Test
    void anAssertionCannotBeReplayed() {
        enrol(user, authenticator, null);
        HttpAnswer options = requestOptions(anonymous, EMAIL);
        Map<String, Object> assertion = authenticator.get(publicKey(options));
        signIn(anonymous, options, assertion).hasStatus(200);

        refused(signIn(anonymous, options, assertion));
        HttpAnswer others = requestOptions(anonymous, EMAIL);
        unaccepted(signIn(anonymous, others, assertion), "challenge");
        assertThat(house.count("identity.sessions")).isEqualTo(2);
    }

    @Test
    void ofParallelUsesOfOneAssertionExactlyOneSignsIn() throws Exception {
        enrol(user, authenticator, null);
        HttpAnswer options = requestOptions(anonymous, null);
        Map<String, Object> assertion = authenticator.get(publicKey(options));

        List<Integer> statuses =
                parallel(8, () -> signIn(anonymous, options, assertion).status());

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 400).hasSize(7);
        assertThat(house.count("identity.sessions")).isEqualTo(2);
    }

    @Test
    void aChallengeOfAnotherProjectOrPurposeIsUnknown() {
        enrol(user, authenticator, null);
        HttpProbe elsewhere =
                anonymous.withHeader("X-Latchkey-Project", house.otherProject().toString());
        HttpAnswer foreign = requestOptions(elsewhere, null);
        HttpAnswer stepUp = user.post("/auth/webauthn/step-up/options", "").hasStatus(200);

        refused(signIn(anonymous, foreign, authenticator));
        refused(signIn(anonymous, stepUp, authenticator));
        unaccepted(signIn(elsewhere, requestOptions(elsewhere, null), authenticator), "unknown passkey");
        HttpAnswer own = requestOptions(anonymous, null);
        refused(user.post("/auth/webauthn/step-up/verify", body(own, authenticator.get(publicKey(own)))));
        signIn(anonymous, own, authenticator).hasStatus(200);
    }

    @Test
    void assertionsOfOtherOriginsDomainsAndFramesAreRefused() {
        enrol(user, authenticator, null);
        unaccepted(fake -> fake.origin = "https://evil.example", "origin");
        unaccepted(fake -> fake.origin = "https://example.org/", "origin");
        unaccepted(fake -> fake.rpId = "evil.example", "BadRpId");
        unaccepted(fake -> fake.clientData = with("crossOrigin", true), "crossOrigin");
        unaccepted(fake -> fake.clientData = with("topOrigin", "https://evil.example"), "topOrigin");
        unaccepted(fake -> fake.clientData = with("type", "webauthn.create"), "type");
        authenticator.origin = "https://login.example.org";
        signIn(anonymous, requestOptions(anonymous, null), authenticator).hasStatus(200);
    }

    @Test
    void assertionsWithoutPresenceOrVerificationAreRefused() {
        enrol(user, authenticator, null);
        int honest = authenticator.flags;
        unaccepted(fake -> fake.flags = honest & ~SoftwareAuthenticator.UP, "UserNotPresent");
        unaccepted(fake -> fake.flags = honest & ~SoftwareAuthenticator.UV, "UserNotVerified");
        unaccepted(
                fake -> fake.flags = honest & ~SoftwareAuthenticator.BE & ~SoftwareAuthenticator.BS,
                "BadBackupEligibleFlag");
    }

    @Test
    void aTamperedAssertionIsRefused() {
        enrol(user, authenticator, null);
        for (String member : List.of("signature", "authenticatorData")) {
            HttpAnswer options = requestOptions(anonymous, null);
            Map<String, Object> assertion = authenticator.get(publicKey(options));
            byte[] bytes = Base64.getUrlDecoder()
                    .decode(String.valueOf(response(assertion).get(member)));
            bytes[bytes.length - 1] ^= 1;
            HttpAnswer answer =
                    signIn(anonymous, options, withResponse(assertion, member, SoftwareAuthenticator.text(bytes)));
            answer.hasStatus(401).hasValue("/code", "INVALID_CREDENTIALS");
        }
        assertThat(house.count("identity.sessions")).isEqualTo(1);
    }

    @Test
    void anotherKeyUnderAKnownIdIsRefused() {
        enrol(user, authenticator, null);
        SoftwareAuthenticator thief = new SoftwareAuthenticator();
        thief.credentialId = authenticator.credentialId;
        thief.userHandle = authenticator.userHandle;

        unaccepted(signIn(anonymous, requestOptions(anonymous, null), thief), "BadSignature");
    }

    @Test
    void aPasskeyOpensItsOwnAccountOnly() {
        enrol(user, authenticator, null);
        SoftwareAuthenticator eves = new SoftwareAuthenticator();
        enrol(newUser(anonymous, "eve@example.com"), eves, null);

        unaccepted(signIn(anonymous, requestOptions(anonymous, EMAIL), eves), "passkey of another user");
        byte[] own = eves.userHandle;
        eves.userHandle = authenticator.userHandle;
        unaccepted(signIn(anonymous, requestOptions(anonymous, null), eves), "user handle");
        eves.userHandle = null;
        unaccepted(signIn(anonymous, requestOptions(anonymous, null), eves), "no user handle");
        eves.userHandle = own;
        signIn(anonymous, requestOptions(anonymous, null), eves)
                .hasStatus(200)
                .hasValue("/user/email", "eve@example.com");
    }

    @Test
    void theChallengeOfAnUnknownAddressOpensNothing() {
        enrol(user, authenticator, null);

        unaccepted(signIn(anonymous, requestOptions(anonymous, "nobody@example.com"), authenticator), "no passkeys");
    }

    @Test
    void anUnknownPasskeyIsRefused() {
        SoftwareAuthenticator stranger = new SoftwareAuthenticator();
        stranger.userHandle = new byte[16];

        unaccepted(signIn(anonymous, requestOptions(anonymous, null), stranger), "unknown passkey");
    }

    @Test
    void aCounterThatDoesNotGrowIsRefusedAuditedAndMailed() {
        house.rows.execute("update identity.users set email_verified = true");
        authenticator.counter = 10;
        String id = enrol(user, authenticator, null);
        signIn(anonymous, requestOptions(anonymous, EMAIL), authenticator).hasStatus(200);

        authenticator.counter = 11;
        signIn(anonymous, requestOptions(anonymous, EMAIL), authenticator)
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");

        assertThat(house.audited("passkey.counter_regression", id)).isEqualTo(1);
        assertThat(house.lastAudit("concat_ws(' ', outcome, metadata->>'stored', metadata->>'received')"))
                .isEqualTo("FAILURE 11 11");
        assertThat(house.mail.last("email.credential_changed", EMAIL).facts())
                .containsEntry("change", "copy_refused")
                .containsEntry("credential", "webauthn_passkey");
        assertThat(house.rows.queryLong("select sign_count from identity.passkeys"))
                .isEqualTo(11);
        authenticator.counter = 0;
        signIn(anonymous, requestOptions(anonymous, EMAIL), authenticator).hasStatus(401);
        authenticator.counter = 12;
        signIn(anonymous, requestOptions(anonymous, EMAIL), authenticator).hasStatus(200);
    }

    @Test
    void ofTwoCopiesUsedAtOnceOneIsRefused() throws Exception {
        authenticator.counter = 1;
        enrol(user, authenticator, null);
        List<HttpAnswer> options = new ArrayList<>();
        List<Map<String, Object>> assertions = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            authenticator.counter = 5;
            options.add(requestOptions(anonymous, EMAIL));
            assertions.add(authenticator.get(publicKey(options.get(i))));
        }

        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<Integer> first = pool.submit(
                    () -> signIn(anonymous, options.get(0), assertions.get(0)).status());
            Future<Integer> second = pool.submit(
                    () -> signIn(anonymous, options.get(1), assertions.get(1)).status());
            statuses.add(first.get());
            statuses.add(second.get());
        }

        assertThat(statuses).containsExactlyInAnyOrder(200, 401);
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.audit_events where type = 'passkey.counter_regression'"))
                .isEqualTo(1);
    }

    @Test
    void malformedAssertionsAreRefused() {
        enrol(user, authenticator, null);
        for (String member : List.of("clientDataJSON", "authenticatorData", "signature")) {
            HttpAnswer options = requestOptions(anonymous, null);
            Map<String, Object> assertion = authenticator.get(publicKey(options));
            refused(signIn(anonymous, options, withResponse(assertion, member, "A".repeat(90_000))));
            refused(signIn(anonymous, options, withResponse(assertion, member, "*")));
        }
        for (String member : List.of("clientDataJSON", "authenticatorData")) {
            HttpAnswer options = requestOptions(anonymous, null);
            refused(signIn(anonymous, options, withResponse(authenticator.get(publicKey(options)), member, "AAAA")));
        }
        anonymous.post("/auth/webauthn/auth/verify", "{}").hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        anonymous.post("/auth/webauthn/auth/options", Map.of("email", 5)).hasStatus(400);
        assertThat(house.count("identity.sessions")).isEqualTo(1);
    }

    @Test
    void stepUpTakesTheCallersOwnPasskeyOnly() {
        enrol(user, authenticator, null);
        HttpProbe eve = newUser(anonymous, "eve@example.com");
        SoftwareAuthenticator eves = new SoftwareAuthenticator();
        enrol(eve, eves, null);
        house.clock.advance(Duration.ofMinutes(6));

        HttpAnswer options = user.post("/auth/webauthn/step-up/options", "").hasStatus(200);
        user.post("/auth/webauthn/step-up/verify", body(options, eves.get(publicKey(options))))
                .hasStatus(401)
                .hasValue("/code", "INVALID_CREDENTIALS");
        HttpAnswer evesOptions = eve.post("/auth/webauthn/step-up/options", "").hasStatus(200);
        refused(user.post("/auth/webauthn/step-up/verify", body(evesOptions, eves.get(publicKey(evesOptions)))));
        user.post("/auth/webauthn/register/options", "").hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
    }

    // ---------------------------------------------------------------------------------------------------- helpers

    private void refusedRegistration(Consumer<SoftwareAuthenticator> lie) {
        SoftwareAuthenticator fake = new SoftwareAuthenticator();
        lie.accept(fake);
        refusedRegistration(fake);
    }

    private void refusedRegistration(SoftwareAuthenticator fake) {
        HttpAnswer options = creationOptions(user);
        refused(finish(user, options, fake.create(publicKey(options)), null));
        assertThat(house.count("identity.passkeys")).isZero();
    }

    private void refusedAttestation(byte[] attestationObject) {
        HttpAnswer options = creationOptions(user);
        refused(finish(
                user,
                options,
                withResponse(
                        authenticator.create(publicKey(options)),
                        "attestationObject",
                        SoftwareAuthenticator.text(attestationObject)),
                null));
        assertThat(house.count("identity.passkeys")).isZero();
    }

    private byte[] registrationData() {
        return authenticator.registrationData();
    }

    /** The enrolled authenticator lies once. */
    private void unaccepted(Consumer<SoftwareAuthenticator> lie, String reason) {
        int flags = authenticator.flags;
        lie.accept(authenticator);
        unaccepted(signIn(anonymous, requestOptions(anonymous, null), authenticator), reason);
        authenticator.flags = flags;
        authenticator.origin = "https://example.org";
        authenticator.rpId = "example.org";
        authenticator.clientData = members -> members;
    }

    private static void refused(HttpAnswer answer) {
        answer.hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
    }

    private static void unaccepted(HttpAnswer answer, String reason) {
        answer.hasStatus(401).hasValue("/code", "INVALID_CREDENTIALS");
        assertThat(answer.body()).doesNotContain(reason);
        assertThat(house.lastAudit("concat_ws(' ', type, outcome, metadata->>'reason')"))
                .isEqualTo("user.login FAILURE " + reason);
    }

    private static UnaryOperator<Map<String, Object>> with(String member, Object value) {
        return members -> {
            members.put(member, value);
            return members;
        };
    }

    private static Map<String, Object> withResponse(Map<String, Object> credential, String member, Object value) {
        Map<String, Object> response = new LinkedHashMap<>(response(credential));
        response.put(member, value);
        Map<String, Object> changed = new LinkedHashMap<>(credential);
        changed.put("response", response);
        return changed;
    }

    @SuppressWarnings("unchecked") // made by the authenticator
    private static Map<String, Object> response(Map<String, Object> credential) {
        return (Map<String, Object>) Objects.requireNonNull(credential.get("response"));
    }

    private static String text(String plain) {
        return SoftwareAuthenticator.text(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Integer> parallel(int times, Callable<Integer> call) throws Exception {
        List<Integer> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(times)) {
            for (Future<Integer> future : pool.invokeAll(Collections.nCopies(times, call))) {
                results.add(future.get());
            }
        }
        return results;
    }
}
