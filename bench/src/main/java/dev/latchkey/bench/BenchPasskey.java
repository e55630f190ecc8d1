package dev.latchkey.bench;

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
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A passkey on P-256 and the browser in front of it, just honest enough to sign in (WebAuthn Level 3 §5.8.1, §6.1). */
final class BenchPasskey {

    static final String RP_ID = "localhost";
    static final String ORIGIN = "http://localhost:3000";

    /** User present, user verified, may be backed up, is backed up. */
    private static final int FLAGS = 0x1d;

    private static final int WITH_KEY = 0x40;

    private final KeyPair keys;
    private final byte[] credentialId = new byte[32];
    private String userHandle = "";

    BenchPasskey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.keys = generator.generateKeyPair();
        new SecureRandom().nextBytes(credentialId);
    }

    /** What {@code navigator.credentials.create} would answer. */
    String create(String challenge, String user) throws GeneralSecurityException {
        userHandle = user;
        byte[] key = coseKey();
        byte[] data = ByteBuffer.allocate(37 + 16 + 2 + credentialId.length + key.length)
                .put(authenticatorData(FLAGS | WITH_KEY))
                .put(new byte[16])
                .putShort((short) credentialId.length)
                .put(credentialId)
                .put(key)
                .array();
        ByteArrayOutputStream attestation = new ByteArrayOutputStream();
        attestation.writeBytes(new byte[] {(byte) 0xa3, 0x63});
        attestation.writeBytes("fmt".getBytes(UTF_8));
        attestation.write(0x64);
        attestation.writeBytes("none".getBytes(UTF_8));
        attestation.write(0x67);
        attestation.writeBytes("attStmt".getBytes(UTF_8));
        attestation.writeBytes(new byte[] {(byte) 0xa0, 0x68});
        attestation.writeBytes("authData".getBytes(UTF_8));
        attestation.writeBytes(new byte[] {0x58, (byte) data.length});
        attestation.writeBytes(data);
        return credential("\"attestationObject\":\"" + text(attestation.toByteArray()) + "\",\"clientDataJSON\":\""
                + text(clientData("webauthn.create", challenge)) + "\"");
    }

    /** What {@code navigator.credentials.get} would answer. */
    String get(String challenge) throws GeneralSecurityException {
        byte[] client = clientData("webauthn.get", challenge);
        byte[] data = authenticatorData(FLAGS);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(data);
        signature.update(sha256(client));
        return credential("\"authenticatorData\":\"" + text(data) + "\",\"signature\":\"" + text(signature.sign())
                + "\",\"clientDataJSON\":\"" + text(client) + "\",\"userHandle\":\"" + userHandle + "\"");
    }

    private String credential(String response) {
        String id = text(credentialId);
        return "{\"id\":\"" + id + "\",\"rawId\":\"" + id + "\",\"type\":\"public-key\",\"response\":{" + response
                + "}}";
    }

    private byte[] coseKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return ByteBuffer.allocate(77)
                .put(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20})
                .put(unsigned(key.getW().getAffineX()))
                .put(new byte[] {0x22, 0x58, 0x20})
                .put(unsigned(key.getW().getAffineY()))
                .array();
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(signed.length, 32);
        System.arraycopy(signed, signed.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] authenticatorData(int flags) throws GeneralSecurityException {
        return ByteBuffer.allocate(37)
                .put(sha256(RP_ID.getBytes(UTF_8)))
                .put((byte) flags)
                .putInt(0)
                .array();
    }

    private static byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + ORIGIN
                        + "\",\"crossOrigin\":false}")
                .getBytes(UTF_8);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
