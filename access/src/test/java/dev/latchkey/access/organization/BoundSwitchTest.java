package dev.latchkey.access.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** A session that is bound to a key (RFC 9449) stays bound to it when it is switched. */
final class BoundSwitchTest {

    private static final String SERVER = "https://id.example.com";

    @RegisterExtension
    static final DatabaseExtension DATABASE = AccessHouse.databases();

    @Test
    void theSessionThatFollowsNeedsTheSameKey() throws Exception {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        try (AccessHouse house = AccessHouse.open(DATABASE.database(), Map.of("LATCHKEY_PUBLIC_URLS", SERVER))) {
            Person ada = house.signUp("ada");
            UUID org = house.found(ada, "Acme");
            HttpAnswer signedIn = house.anonymous
                    .withHeader("DPoP", proof(key, "/auth/login", null))
                    .post("/auth/login", Map.of("email", ada.email(), "password", AccessHouse.PASSWORD))
                    .hasStatus(200)
                    .hasValue("/tokens/tokenType", "DPoP");
            String before = signedIn.text("/tokens/accessToken");
            String path = "/auth/orgs/" + org + "/switch";
            house.anonymous.withBearer(before).send("POST", path, null).hasStatus(401);
            HttpAnswer switched = bound(house.anonymous, key, path, before)
                    .send("POST", path, null)
                    .hasStatus(200)
                    .hasValue("/tokens/tokenType", "DPoP");
            String after = switched.text("/tokens/accessToken");
            assertThat(AccessHouse.claims(after).at("/cnf/jkt"))
                    .isEqualTo(AccessHouse.claims(before).at("/cnf/jkt"));
            assertThat(AccessHouse.claims(after).at("/cnf/jkt").isMissingNode()).isFalse();
            Map<String, ?> refresh = Map.of("refreshToken", switched.text("/tokens/refreshToken"));
            house.anonymous.post("/auth/refresh", refresh).hasStatus(401);
            house.anonymous
                    .withHeader("DPoP", proof(key, "/auth/refresh", null))
                    .post("/auth/refresh", refresh)
                    .hasStatus(200)
                    .hasValue("/tokens/tokenType", "DPoP");
        }
    }

    private static HttpProbe bound(HttpProbe probe, KeyPair key, String path, String accessToken) throws Exception {
        return probe.withHeader("Authorization", "DPoP " + accessToken)
                .withHeader("DPoP", proof(key, path, accessToken));
    }

    private static String proof(KeyPair key, String path, @Nullable String accessToken) throws Exception {
        byte[] encoded = key.getPublic().getEncoded();
        String x = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        Map<String, Object> header =
                Map.of("typ", "dpop+jwt", "alg", "EdDSA", "jwk", Map.of("kty", "OKP", "crv", "Ed25519", "x", x));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", "POST");
        claims.put("htu", SERVER + path);
        claims.put("iat", AccessHouse.NOON.getEpochSecond());
        if (accessToken != null) {
            claims.put(
                    "ath",
                    base64(MessageDigest.getInstance("SHA-256")
                            .digest(accessToken.getBytes(StandardCharsets.US_ASCII))));
        }
        String input = base64(JsonMapper.shared().writeValueAsBytes(header)) + "."
                + base64(JsonMapper.shared().writeValueAsBytes(claims));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + base64(signer.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
