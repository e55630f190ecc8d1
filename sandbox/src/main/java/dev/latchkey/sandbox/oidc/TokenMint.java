package dev.latchkey.sandbox.oidc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes JSON Web Tokens (RFC 7515 §7.1), good ones and the forgeries that verifiers must refuse. */
final class TokenMint {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SigningKeys keys;

    /** Pairs the issuer does not know, made when a forgery first needs one. */
    private final Map<TokenAlgorithm, KeyPair> strangers = new ConcurrentHashMap<>();

    TokenMint(SigningKeys keys) {
        this.keys = keys;
    }

    /** Signed with the current key; {@code kid} replaces the key's own id. */
    String signed(TokenAlgorithm algorithm, @Nullable String kid, Map<String, Object> claims) {
        SigningKeys.Key key = keys.current(algorithm);
        String shown = kid == null ? key.id() : kid;
        String input = input(header(algorithm.name(), shown), claims);
        return input + "." + sign(algorithm, key.pair().getPrivate(), input);
    }

    /** {@code alg: none} (RFC 7519 §6). */
    String unsigned(Map<String, Object> claims) {
        return input(Map.of("alg", "none", "typ", "JWT"), claims) + ".";
    }

    /** HS256 under the bytes of the published RSA key: accepted by verifiers that let the token choose the algorithm. */
    String hmacWithPublicKey(Map<String, Object> claims) {
        SigningKeys.Key key = keys.current(TokenAlgorithm.RS256);
        String input = input(header("HS256", key.id()), claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.pair().getPublic().getEncoded(), "HmacSHA256"));
            return input + "." + encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Signed by an unpublished key under a published key's id; {@code shown}: with that key in the header as well. */
    String foreign(TokenAlgorithm algorithm, boolean shown, Map<String, Object> claims) {
        KeyPair pair = strangers.computeIfAbsent(algorithm, SigningKeys::newPair);
        String id = keys.current(algorithm).id();
        Map<String, Object> header = new LinkedHashMap<>(header(algorithm.name(), id));
        if (shown) {
            header.put("jwk", SigningKeys.jwk(id, pair.getPublic()));
        }
        String input = input(header, claims);
        return input + "." + sign(algorithm, pair.getPrivate(), input);
    }

    /** The left half of a text's SHA-256, as in {@code at_hash} (OpenID Connect Core §3.1.3.6). */
    static String halfHash(String text) {
        return encode(Arrays.copyOf(sha256(text), 16));
    }

    /** The S256 challenge of a verifier (RFC 7636 §4.2). */
    static String challenge(String verifier) {
        return encode(sha256(verifier));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> header(String algorithm, String kid) {
        return Map.of("alg", algorithm, "typ", "JWT", "kid", kid);
    }

    private static String input(Map<String, Object> header, Map<String, Object> claims) {
        return encode(JSON.writeValueAsBytes(header)) + "." + encode(JSON.writeValueAsBytes(claims));
    }

    private static String sign(TokenAlgorithm algorithm, PrivateKey key, String input) {
        try {
            Signature signature = Signature.getInstance(algorithm.signature());
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return encode(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
