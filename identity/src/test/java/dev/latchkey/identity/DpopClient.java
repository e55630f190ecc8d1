package dev.latchkey.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client that holds a key and proves it, as RFC 9449 has it; signs with the JDK, not with what the server verifies by. */
final class DpopClient {

    /** What the server is told to be called. */
    static final String SERVER = "https://id.example.com";

    private final KeyPair pair;
    private final String algorithm;
    private final String signature;
    final JWK key;

    private DpopClient(KeyPair pair, String algorithm, String signature, JWK key) {
        this.pair = pair;
        this.algorithm = algorithm;
        this.signature = signature;
        this.key = key;
    }

    static DpopClient es256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        return new DpopClient(
                pair,
                "ES256",
                "SHA256withECDSAinP1363Format",
                new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).build());
    }

    static DpopClient rs256(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        return new DpopClient(
                pair, "RS256", "SHA256withRSA", new RSAKey.Builder((RSAPublicKey) pair.getPublic()).build());
    }

    static DpopClient edDsa() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        Base64URL x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        return new DpopClient(pair, "EdDSA", "Ed25519", new OctetKeyPair.Builder(Curve.Ed25519, x).build());
    }

    String thumbprint() throws Exception {
        return key.computeThumbprint().toString();
    }

    Map<String, Object> header() {
        return new LinkedHashMap<>(Map.of("typ", "dpop+jwt", "alg", algorithm, "jwk", key.toJSONObject()));
    }

    /** Claims for a request now, with {@code ath} when an access token goes with it. */
    static Map<String, Object> claims(String method, String path, @Nullable String accessToken, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>(Map.of(
                "jti", UUID.randomUUID().toString(), "htm", method, "htu", SERVER + path, "iat", now.getEpochSecond()));
        if (accessToken != null) {
            claims.put("ath", hash(accessToken));
        }
        return claims;
    }

    String sign(Map<String, Object> header, Map<String, Object> claims) {
        String input = part(header) + "." + part(claims);
        try {
            Signature signer = Signature.getInstance(signature);
            signer.initSign(pair.getPrivate());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String proof(String method, String path, @Nullable String accessToken, Instant now) {
        return sign(header(), claims(method, path, accessToken, now));
    }

    /** Calls with a proof, and without an access token. */
    HttpAnswer post(HttpProbe probe, String path, @Nullable Object body, Instant now) {
        return probe.withHeader("DPoP", proof("POST", path, null, now)).send("POST", path, body);
    }

    /** Calls with the access token and its proof. */
    HttpAnswer send(HttpProbe probe, String method, String path, String accessToken, Instant now) {
        return probe.withHeader("Authorization", "DPoP " + accessToken)
                .withHeader("DPoP", proof(method, path, accessToken, now))
                .send(method, path, null);
    }

    static String hash(String accessToken) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String part(Map<String, Object> json) {
        return base64(JsonMapper.shared().writeValueAsBytes(json));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
