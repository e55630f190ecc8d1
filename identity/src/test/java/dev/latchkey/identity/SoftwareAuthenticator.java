package dev.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One credential, and the browser in front of it. Written against WebAuthn Level 3 §5.8.1 and §6.1, by hand and without
 * the server's library, so that it can also do what honest authenticators and browsers never do.
 */
final class SoftwareAuthenticator {

    static final int UP = 0x01;
    static final int UV = 0x04;
    static final int BE = 0x08;
    static final int BS = 0x10;
    private static final int AT = 0x40;

    /** COSE numbers and what the JDK calls them. */
    enum Algorithm {
        ES256(-7, "SHA256withECDSA"),
        ED25519(-8, "Ed25519"),
        RS256(-257, "SHA256withRSA"),
        ES384(-35, "SHA384withECDSA");

        private final int cose;
        private final String signature;

        Algorithm(int cose, String signature) {
            this.cose = cose;
            this.signature = signature;
        }
    }

    private final Algorithm algorithm;
    private final KeyPair keys;
    private final byte[] aaguid = new byte[16];
    byte[] credentialId = new byte[32];
    byte @Nullable [] userHandle;
    int flags = UP | UV | BE | BS;
    /** 0 for an authenticator without a counter; else what the next use will say. */
    long counter;

    String rpId = "example.org";
    String origin = "https://example.org";
    List<String> transports = List.of("hybrid", "internal");
    String attachment = "platform";
    UnaryOperator<Map<String, Object>> clientData = UnaryOperator.identity();

    SoftwareAuthenticator() {
        this(Algorithm.ES256);
    }

    SoftwareAuthenticator(Algorithm algorithm) {
        this.algorithm = algorithm;
        this.keys = generate(algorithm, 2048);
        new SecureRandom().nextBytes(credentialId);
        Arrays.fill(aaguid, (byte) 0x5a);
    }

    SoftwareAuthenticator(int rsaBits) {
        this.algorithm = Algorithm.RS256;
        this.keys = generate(algorithm, rsaBits);
        new SecureRandom().nextBytes(credentialId);
    }

    /** What {@code navigator.credentials.create} would answer, as JSON. */
    Map<String, Object> create(JsonNode publicKey) {
        userHandle = Base64.getUrlDecoder().decode(publicKey.at("/user/id").stringValue());
        byte[] client = clientData("webauthn.create", publicKey);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", text(client));
        response.put("attestationObject", text(attestationObject("none", new Cbor().map(0), registrationData())));
        response.put("transports", transports);
        Map<String, Object> credential = credential(response);
        credential.put("authenticatorAttachment", attachment);
        credential.put("clientExtensionResults", Map.of("credProps", Map.of("rk", true)));
        return credential;
    }

    /** What {@code navigator.credentials.get} would answer, as JSON. */
    Map<String, Object> get(JsonNode publicKey) {
        byte[] client = clientData("webauthn.get", publicKey);
        byte[] data = authenticatorData(flags);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", text(client));
        response.put("authenticatorData", text(data));
        response.put("signature", text(sign(data, client)));
        if (userHandle != null) {
            response.put("userHandle", text(userHandle));
        }
        return credential(response);
    }

    /** The credential id as it travels. */
    String id() {
        return text(credentialId);
    }

    static byte[] attestationObject(String format, Cbor statement, byte[] authenticatorData) {
        return new Cbor()
                .map(3)
                .text("fmt")
                .text(format)
                .text("attStmt")
                .append(statement)
                .text("authData")
                .bytes(authenticatorData)
                .toBytes();
    }

    byte[] registrationData() {
        byte[] head = authenticatorData(flags | AT);
        byte[] key = coseKey();
        return ByteBuffer.allocate(head.length + 16 + 2 + credentialId.length + key.length)
                .put(head)
                .put(aaguid)
                .putShort((short) credentialId.length)
                .put(credentialId)
                .put(key)
                .array();
    }

    private Map<String, Object> credential(Map<String, Object> response) {
        Map<String, Object> credential = new LinkedHashMap<>();
        credential.put("id", id());
        credential.put("rawId", id());
        credential.put("type", "public-key");
        credential.put("response", response);
        return credential;
    }

    private byte[] clientData(String type, JsonNode publicKey) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("challenge", publicKey.get("challenge").stringValue());
        members.put("origin", origin);
        members.put("crossOrigin", false);
        return tools.jackson.databind.json.JsonMapper.shared().writeValueAsBytes(clientData.apply(members));
    }

    private byte[] authenticatorData(int withFlags) {
        long now = counter == 0 ? 0 : counter++;
        return ByteBuffer.allocate(37)
                .put(sha256(rpId.getBytes(UTF_8)))
                .put((byte) withFlags)
                .putInt((int) now)
                .array();
    }

    private byte[] sign(byte[] authenticatorData, byte[] client) {
        try {
            Signature signature = Signature.getInstance(algorithm.signature);
            signature.initSign(keys.getPrivate());
            signature.update(authenticatorData);
            signature.update(sha256(client));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] coseKey() {
        return switch (algorithm) {
            case ES256 -> ec(1, 32);
            case ES384 -> ec(2, 48);
            case ED25519 -> {
                byte[] encoded = keys.getPublic().getEncoded();
                yield new Cbor()
                        .map(4)
                        .number(1)
                        .number(1)
                        .number(3)
                        .number(-8)
                        .number(-1)
                        .number(6)
                        .number(-2)
                        .bytes(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
                        .toBytes();
            }
            case RS256 -> {
                RSAPublicKey key = (RSAPublicKey) keys.getPublic();
                yield new Cbor()
                        .map(4)
                        .number(1)
                        .number(3)
                        .number(3)
                        .number(-257)
                        .number(-1)
                        .bytes(unsigned(key.getModulus(), (key.getModulus().bitLength() + 7) / 8))
                        .number(-2)
                        .bytes(unsigned(key.getPublicExponent(), 3))
                        .toBytes();
            }
        };
    }

    private byte[] ec(int curve, int size) {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return new Cbor()
                .map(5)
                .number(1)
                .number(2)
                .number(3)
                .number(algorithm.cose)
                .number(-1)
                .number(curve)
                .number(-2)
                .bytes(unsigned(key.getW().getAffineX(), size))
                .number(-3)
                .bytes(unsigned(key.getW().getAffineY(), size))
                .toBytes();
    }

    private static KeyPair generate(Algorithm algorithm, int rsaBits) {
        try {
            KeyPairGenerator generator =
                    switch (algorithm) {
                        case ES256 -> ec("secp256r1");
                        case ES384 -> ec("secp384r1");
                        case ED25519 -> KeyPairGenerator.getInstance("Ed25519");
                        case RS256 -> {
                            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                            rsa.initialize(rsaBits);
                            yield rsa;
                        }
                    };
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPairGenerator ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator;
    }

    private static byte[] unsigned(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[size];
        int length = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - length, padded, size - length, length);
        return padded;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** As much of CBOR (RFC 8949) as authenticators write. */
    static final class Cbor {

        private final List<byte[]> parts = new ArrayList<>();

        Cbor number(long value) {
            return value < 0 ? head(1, -1 - value) : head(0, value);
        }

        Cbor bytes(byte[] value) {
            return head(2, value.length).raw(value);
        }

        Cbor text(String value) {
            byte[] encoded = value.getBytes(UTF_8);
            return head(3, encoded.length).raw(encoded);
        }

        Cbor map(int entries) {
            return head(5, entries);
        }

        Cbor append(Cbor other) {
            return raw(other.toBytes());
        }

        byte[] toBytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.forEach(all::writeBytes);
            return all.toByteArray();
        }

        private Cbor head(int major, long value) {
            int type = major << 5;
            if (value < 24) {
                return raw(new byte[] {(byte) (type | value)});
            }
            if (value < 256) {
                return raw(new byte[] {(byte) (type | 24), (byte) value});
            }
            if (value < 65_536) {
                return raw(ByteBuffer.allocate(3)
                        .put((byte) (type | 25))
                        .putShort((short) value)
                        .array());
            }
            return raw(ByteBuffer.allocate(5)
                    .put((byte) (type | 26))
                    .putInt((int) value)
                    .array());
        }

        private Cbor raw(byte[] bytes) {
            parts.add(bytes);
            return this;
        }
    }
}
