package dev.latchkey.payments.transaction;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asked, as a SHA-256.
 *
 * @param hex 64 hexadecimal digits
 */
record Fingerprint(String hex) {

    /** Of parts in order; null and empty differ. */
    static Fingerprint of(List<@Nullable Object> parts) {
        MessageDigest digest = sha256();
        for (Object part : parts) {
            byte[] bytes = part == null ? new byte[0] : part.toString().getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(5)
                    .put((byte) (part == null ? 0 : 1))
                    .putInt(bytes.length)
                    .flip());
            digest.update(bytes);
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    /** The first 64 bits. */
    long prefix() {
        return HexFormat.fromHexDigitsToLong(hex, 0, 16);
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
