package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.sandbox.oidc.Misbehaviour;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SsoAdminTest {

    private static final String PATH = "/auth/admin/sso-providers";
    private static final String CALLBACK = "https://api.shop.example/auth/sso/callback";
    private static final UUID ORGANIZATION = UUID.fromString("11111111-1111-4111-8111-111111111111");

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static final TestClock CLOCK = TestClock.at(IdentityHouse.NOON);

    private static IdentityProvider issuer;
    private static IdentityHouse house;

    @BeforeAll
    static void open() {
        issuer = IdentityProvider.start(CLOCK);
        house = IdentityHouse.open(DATABASE.database(), Profile.DEV, Map.of("SSO_CALLBACK_URL", CALLBACK), CLOCK);
    }

    @AfterAll
    static void close() {
        house.close();
        issuer.close();
    }

    @BeforeEach
    void wipe() {
        house.wipe();
        issuer.misbehave();
    }

    @Test
    void aProviderIsEnteredShownChangedListedAndRemovedAndNeverShowsItsSecret() {
        HttpAnswer created = operator()
                .post(PATH, body("orgId", ORGANIZATION, "emailDomain", "Corp.Example"))
                .hasStatus(200)
                .hasValue("/orgId", ORGANIZATION.toString())
                .hasValue("/issuerUrl", issuer.issuer())
                .hasValue("/clientId", "latchkey")
                .hasValue("/scopes", "[\"openid\",\"email\",\"profile\"]")
                .hasValue("/enabled", true)
                .hasValue("/allowRegistration", true)
                .hasValue("/emailDomain", "corp.example")
                .neverMentions("top-secret");
        String id = created.text("/id");
        assertThat(house.audited("sso_provider.created", id)).isOne();
        assertThat(house.rows.queryLong(
                        "select count(*) from identity.sso_providers where position('top-secret' in encode(client_secret,"
                                + " 'escape')) > 0"))
                .isZero();
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.audit_events where metadata::text like '%top-secret%'"))
                .isZero();

        operator().get(PATH + "/" + id).hasStatus(200).neverMentions("top-secret");
        String sealed = house.rows.queryText("select encode(client_secret, 'hex') from identity.sso_providers");
        Map<String, @Nullable Object> change = new HashMap<>();
        change.put("emailDomain", null);
        change.put("name", "Renamed");
        change.put("scopes", List.of("openid", "email"));
        operator()
                .put(PATH + "/" + id, change)
                .hasStatus(200)
                .hasValue("/name", "Renamed")
                .hasValue("/emailDomain", "null")
                .hasValue("/scopes", "[\"openid\",\"email\"]")
                .hasValue("/clientId", "latchkey");
        assertThat(house.rows.queryText("select encode(client_secret, 'hex') from identity.sso_providers"))
                .isEqualTo(sealed);
        operator().put(PATH + "/" + id, Map.of("clientSecret", "another")).hasStatus(200);
        assertThat(house.rows.queryText("select encode(client_secret, 'hex') from identity.sso_providers"))
                .isNotEqualTo(sealed);
        assertThat(house.audited("sso_provider.updated", id)).isEqualTo(2);

        operator()
                .get(PATH)
                .hasStatus(200)
                .hasValue("/total", 1)
                .hasValue("/limit", 50)
                .hasValue("/offset", 0);
        operator().get(PATH + "?org_id=" + ORGANIZATION).hasValue("/total", 1);
        operator().get(PATH + "?org_id=" + UUID.randomUUID()).hasValue("/providers", "[]");
        operator().get(PATH + "?limit=1000&offset=2").hasValue("/limit", 100).hasValue("/providers", "[]");
        operator().get(PATH + "?org_id=x").hasStatus(400);

        operator().delete(PATH + "/" + id).hasStatus(200).hasValue("/success", true);
        assertThat(house.audited("sso_provider.deleted", id)).isOne();
        operator().delete(PATH + "/" + id).hasStatus(404);
        operator().get(PATH + "/" + id).hasStatus(404);
        operator().put(PATH + "/" + id, Map.of()).hasStatus(404);
        operator().get(PATH + "/x").hasStatus(404);
    }

    @Test
    void systemAdminsAreLetInAsLongAsTheyAreOnes() {
        HttpAnswer user = house.anonymous
                .post("/auth/register", Map.of("email", "root@example.com", "password", "SecurePass1!"))
                .hasStatus(201);
        HttpProbe session = house.anonymous.withBearer(user.text("/tokens/accessToken"));
        session.get(PATH).hasStatus(403).hasValue("/code", "FORBIDDEN");
        systemAdmin(user.text("/user/id"), true);
        String id = session.post(PATH, body()).hasStatus(200).text("/id");
        session.get(PATH + "/" + id).hasStatus(200);
        assertThat(house.rows.queryText(
                        "select actor_kind from platform.audit_events where type =" + " 'sso_provider.created'"))
                .isEqualTo("USER");
        systemAdmin(user.text("/user/id"), false);
        session.get(PATH + "/" + id).hasStatus(403);
        session.put(PATH + "/" + id, Map.of("enabled", false)).hasStatus(403);
        session.delete(PATH + "/" + id).hasStatus(403);
    }

    @Test
    void nobodyElseIsLetIn() {
        house.anonymous.get(PATH).hasStatus(401);
        house.anonymous.post(PATH, body()).hasStatus(401);
        house.backend().get(PATH).hasStatus(403);
        house.backend().post(PATH, body()).hasStatus(403);
        assertThat(house.count("identity.sso_providers")).isZero();
    }

    @Test
    void aProviderBelongsToItsProject() {
        String id = operator().post(PATH, body()).hasStatus(200).text("/id");
        HttpProbe elsewhere =
                operator().withHeader("X-Latchkey-Project", house.otherProject().toString());
        elsewhere.get(PATH + "/" + id).hasStatus(404);
        elsewhere.put(PATH + "/" + id, Map.of("name", "x")).hasStatus(404);
        elsewhere.delete(PATH + "/" + id).hasStatus(404);
        elsewhere.get(PATH).hasStatus(200).hasValue("/total", 0);
        operator().get(PATH + "/" + id).hasStatus(200);
    }

    @Test
    void anOrganizationHasOneEnabledProvider() {
        operator().post(PATH, body("orgId", ORGANIZATION)).hasStatus(200);
        operator()
                .post(PATH, body("orgId", ORGANIZATION))
                .hasStatus(400)
                .hasValueMatching("/message", ".*enabled provider already.*");
        String second = operator()
                .post(PATH, body("orgId", ORGANIZATION, "enabled", false))
                .hasStatus(200)
                .text("/id");
        operator().put(PATH + "/" + second, Map.of("enabled", true)).hasStatus(400);
        operator().post(PATH, body("orgId", UUID.randomUUID())).hasStatus(200);
        operator().post(PATH, body()).hasStatus(200);
        operator().post(PATH, body()).hasStatus(200);
    }

    @Test
    void whatCannotWorkIsRefusedAtOnce() {
        refused(body("scopes", List.of("email")), ".*openid and email.*");
        refused(body("scopes", List.of("openid")), ".*openid and email.*");
        refused(body("scopes", List.of("openid", "email", "a b")), ".*openid and email.*");
        refused(body("emailDomain", "@corp.example"), ".*emailDomain.*");
        refused(body("emailDomain", "localhost"), ".*emailDomain.*");
        refused(body("name", ""), ".*name.*");
        refused(body("clientSecret", ""), ".*clientSecret.*");
        for (String bad : List.of(
                "ftp://x.example",
                "x",
                "https://user@x.example",
                issuer.issuer() + "?q",
                issuer.issuer() + "#f",
                "http:")) {
            refused(body("issuerUrl", bad), "issuerUrl must be .*");
        }
        refused(body("issuerUrl", issuer.issuer() + "/"), ".*names another issuer.*");
        refused(body("issuerUrl", "http://127.0.0.1:1"), "issuerUrl cannot be used.*");
        String id = operator().post(PATH, body()).hasStatus(200).text("/id");
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put("name", null);
        operator().put(PATH + "/" + id, cleared).hasStatus(400);
        operator().put(PATH + "/" + id, Map.of("scopes", List.of("openid"))).hasStatus(400);
        operator()
                .put(PATH + "/" + id, Map.of("issuerUrl", "http://127.0.0.1:1"))
                .hasStatus(400);
    }

    @Test
    void anIssuerThatAnswersOddlyIsNotEntered() {
        for (Misbehaviour odd : List.of(
                Misbehaviour.DOWN,
                Misbehaviour.FAILING,
                Misbehaviour.REDIRECTING,
                Misbehaviour.HUGE,
                Misbehaviour.NONSENSE,
                Misbehaviour.ANOTHER_ISSUER_DISCOVERED)) {
            issuer.misbehave(odd);
            refused(body(), "issuerUrl cannot be used.*");
        }
        issuer.misbehave();
        assertThat(issuer.asked("/elsewhere/.well-known/openid-configuration")).isZero();
        try (IdentityProvider odd = IdentityProvider.start(CLOCK)) {
            for (String endpoint : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
                for (String address : Arrays.asList("javascript:alert(1)", "file:///etc/passwd", "//x.example/y", "")) {
                    odd.advertise(endpoint, address);
                    refused(body("issuerUrl", odd.issuer()), ".*no usable " + endpoint);
                }
                odd.advertise(endpoint, odd.issuer() + "/usable");
            }
            assertThat(odd.discoveryAsked()).isEqualTo(12);
            odd.advertise("id_token_signing_alg_values_supported", List.of("HS256", "none"));
            refused(body("issuerUrl", odd.issuer()), ".*signs in no way.*");
            odd.advertise("id_token_signing_alg_values_supported", null);
            odd.advertise("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
            refused(body("issuerUrl", odd.issuer()), ".*takes no client secret.*");
        }
        assertThat(house.count("identity.sso_providers")).isZero();
    }

    /** Server-side request forgery: in production the server talks https to the public internet and to nobody else. */
    @Test
    void inProductionPrivateAddressesAreNeverAsked() {
        try (IdentityHouse serve =
                IdentityHouse.open(DATABASE.database(), Profile.SERVE, Map.of("SSO_CALLBACK_URL", CALLBACK), CLOCK)) {
            int port = URI.create(issuer.issuer()).getPort();
            int before = issuer.discoveryAsked();
            for (String address : List.of(
                    issuer.issuer(),
                    "https://127.0.0.1:" + port,
                    "https://localhost:" + port,
                    "https://[::1]:" + port,
                    "https://0.0.0.0:" + port,
                    "https://2130706433:" + port,
                    "https://169.254.169.254/latest",
                    "https://10.0.0.1",
                    "https://[::ffff:127.0.0.1]:" + port)) {
                serve.operator()
                        .post(PATH, body("issuerUrl", address))
                        .hasStatus(400)
                        .hasValueMatching("/message", "issuerUrl .*");
            }
            assertThat(issuer.discoveryAsked()).isEqualTo(before);
        }
    }

    @Test
    void withoutACallbackAddressProductionEntersNoIssuer() {
        try (IdentityHouse serve = IdentityHouse.open(DATABASE.database(), Profile.SERVE, Map.of(), CLOCK)) {
            serve.operator().post(PATH, body()).hasStatus(400).hasValueMatching("/message", ".*SSO_CALLBACK_URL.*");
        }
    }

    private static HttpProbe operator() {
        return house.operator();
    }

    private static void systemAdmin(String userId, boolean is) {
        house.rows.execute("update identity.users set is_system_admin = " + is + " where id = '" + userId + "'");
    }

    private static void refused(Map<String, Object> body, String message) {
        operator()
                .post(PATH, body)
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR")
                .hasValueMatching("/message", message);
    }

    private static Map<String, Object> body(Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "name", "Corp", "issuerUrl", issuer.issuer(), "clientId", "latchkey", "clientSecret", "top-secret"));
        for (int i = 0; i < more.length; i += 2) {
            body.put(more[i].toString(), more[i + 1]);
        }
        return body;
    }
}
