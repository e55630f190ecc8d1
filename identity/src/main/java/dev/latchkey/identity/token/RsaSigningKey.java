package dev.latchkey.identity.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;

/** The RSA key of {@code JWT_RSA_PRIVATE_KEY}, with the key id of auth-api.md 4.1. */
public final class RsaSigningKey {

    /** AlgorithmIdentifier rsaEncryption, NULL (RFC 8017 A.1), and the version in front of it. */
    private static final byte[] PKCS8_HEAD = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int MIN_BITS = 2048;

    private final RSAKey publicKey;
    private final PrivateKey privateKey;

    private RsaSigningKey(RSAKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** Reads a PKCS#1 key; throws {@link IllegalArgumentException} when it is none, or shorter than 2048 bits. */
    public static RsaSigningKey ofPkcs1(byte[] der) {
        byte[] octets = tagged(0x04, der);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(PKCS8_HEAD);
        content.writeBytes(octets);
        return ofPkcs8(tagged(0x30, content.toByteArray()));
    }

    /** Reads a PKCS#8 key; throws {@link IllegalArgumentException} when it is none, or shorter than 2048 bits. */
    public static RsaSigningKey ofPkcs8(byte[] der) {
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!(key instanceof RSAPrivateCrtKey rsa) || rsa.getModulus().bitLength() < MIN_BITS) {
                throw new IllegalArgumentException("must be an RSA key of at least " + MIN_BITS + " bits");
            }
            RSAPublicKey publicKey = (RSAPublicKey)
                    factory.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
            RSAKey shown = new RSAKey.Builder(publicKey)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(keyId(rsa.getModulus()))
                    .build();
            return new RsaSigningKey(shown, key);
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("must be an RSA private key", unreadable);
        }
    }

    String id() {
        return publicKey.getKeyID();
    }

    RSAKey publicKey() {
        return publicKey;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /** Lower-case hex of the first 8 bytes of SHA-256 over the modulus, big-endian without a sign byte. */
    private static String keyId(BigInteger modulus) throws GeneralSecurityException {
        byte[] signed = modulus.toByteArray();
        int skip = signed[0] == 0 ? 1 : 0;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(signed, skip, signed.length - skip);
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int skip = bytes[0] == 0 ? 1 : 0;
            out.write(0x80 | (bytes.length - skip));
            out.write(bytes, skip, bytes.length - skip);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
