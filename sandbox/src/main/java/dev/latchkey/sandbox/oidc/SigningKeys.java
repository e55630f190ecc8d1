package dev.latchkey.sandbox.oidc;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The issuer's keys, one pair per algorithm, and the JWKS that shows them (RFC 7517). */
final class SigningKeys {
    private volatile Generation current = Generation.of(1);
    private volatile List<Generation> published = List.of(current);

    /** A key pair and the id it is published under. */
    record Key(String id, KeyPair pair) {}

    private record Generation(int number, Key rsa, Key ec) {
        static Generation of(int number) {
            return new Generation(
                    number,
                    new Key("rsa-" + number, newPair(TokenAlgorithm.RS256)),
                    new Key("ec-" + number, newPair(TokenAlgorithm.ES256)));
        }
    }

    Key current(TokenAlgorithm algorithm) {
        Generation now = current;
        return switch (algorithm) {
            case RS256 -> now.rsa();
            case ES256 -> now.ec();
        };
    }

    /** Makes new keys; the old ones leave the JWKS at once unless {@code keepOld}. */
    synchronized void rotate(boolean keepOld) {
        Generation next = Generation.of(current.number() + 1);
        List<Generation> shown = new ArrayList<>(keepOld ? published : List.of());
        shown.add(next);
        published = List.copyOf(shown);
        current = next;
    }

    Map<String, Object> jwks() {
        List<Map<String, Object>> keys = new ArrayList<>();
        for (Generation generation : published) {
            keys.add(jwk(generation.rsa().id(), generation.rsa().pair().getPublic()));
            keys.add(jwk(generation.ec().id(), generation.ec().pair().getPublic()));
        }
        return Map.of("keys", keys);
    }

    static Map<String, Object> jwk(String id, PublicKey key) {
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("use", "sig");
        jwk.put("kid", id);
        switch (key) {
            case RSAPublicKey rsa -> {
                jwk.put("kty", "RSA");
                jwk.put("alg", "RS256");
                jwk.put("n", unsigned(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8));
                jwk.put("e", unsigned(rsa.getPublicExponent(), 3));
            }
            case ECPublicKey ec -> {
                jwk.put("kty", "EC");
                jwk.put("alg", "ES256");
                jwk.put("crv", "P-256");
                jwk.put("x", unsigned(ec.getW().getAffineX(), 32));
                jwk.put("y", unsigned(ec.getW().getAffineY(), 32));
            }
            default -> throw new IllegalArgumentException("No JWK of a " + key.getAlgorithm() + " key");
        }
        return jwk;
    }

    static KeyPair newPair(TokenAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case RS256 -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                    generator.initialize(2048);
                    yield generator.generateKeyPair();
                }
                case ES256 -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                    yield generator.generateKeyPair();
                }
            };
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A number as {@code length} bytes, big-endian, in base64url (RFC 7518 §2). */
    private static String unsigned(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[length];
        int used = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - used, fixed, length - used, used);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
