package dev.latchkey.platform.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Firebase's variant of scrypt: the derived key encrypts the project's signer key with AES-256 in counter mode, and that
 * is the hash. Noted as {@code $fbscrypt$v=1,n=MEMORY,r=ROUNDS,p=1,ss=SEPARATOR,sk=SIGNER$SALT$HASH}, base64 throughout.
 */
final class FirebaseScrypt extends ForeignHash {

    private static final Pattern FORMAT =
            Pattern.compile("\\$fbscrypt\\$v=1,n=([0-9]{1,2}),r=([0-9]{1,3}),p=1,ss=([A-Za-z0-9+/_=-]{0,64}),"
                    + "sk=([A-Za-z0-9+/_=-]{1,256})\\$([A-Za-z0-9+/_=-]{1,128})\\$([A-Za-z0-9+/_=-]{1,256})");

    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 16;

    private final ScryptCost cost;
    private final byte[] salt;
    private final byte[] signerKey;
    private final byte[] hash;

    private FirebaseScrypt(String stored, ScryptCost cost, byte[] salt, byte[] signerKey, byte[] hash) {
        super(stored);
        require(
                signerKey.length >= KEY_BYTES && signerKey.length == hash.length,
                "a Firebase hash has the length of the signer key");
        this.cost = cost;
        this.salt = salt;
        this.signerKey = signerKey;
        this.hash = hash;
    }

    static FirebaseScrypt read(String stored) {
        Matcher parts = match(FORMAT, stored, "Firebase");
        byte[] separator = decode(parts.group(3));
        byte[] salt = decode(parts.group(5));
        return new FirebaseScrypt(
                stored,
                new ScryptCost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), 1),
                ByteBuffer.allocate(salt.length + separator.length)
                        .put(salt)
                        .put(separator)
                        .array(),
                decode(parts.group(4)),
                decode(parts.group(6)));
    }

    @Override
    boolean matches(byte[] password) {
        byte[] key = Scrypt.hash(password, salt, cost, KEY_BYTES);
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK_BYTES]));
            return MessageDigest.isEqual(cipher.doFinal(signerKey), hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Exports write it in either alphabet. */
    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException("the Firebase hash holds invalid base64", notOne);
        }
    }
}
