package dev.latchkey.identity.passkey;

import java.util.Arrays;
import java.util.Base64;

/** Bytes as WebAuthn's JSON carries them: base64url, without padding when written. */
final class Base64Url {

    /** What one member of a credential may hold; the largest attestations known have a tenth of it. */
    static final int MAX_BYTES = 65_536;

    private final byte[] bytes;

    private Base64Url(byte[] bytes) {
        this.bytes = bytes;
    }

    static Base64Url of(byte[] bytes) {
        return new Base64Url(bytes.clone());
    }

    /** Throws {@link IllegalArgumentException} for what is not base64url or too long. */
    static Base64Url parse(String text) {
        if (text.length() > MAX_BYTES / 3 * 4 + 4) {
            throw new IllegalArgumentException("must have at most " + MAX_BYTES + " bytes");
        }
        try {
            return new Base64Url(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("must be base64url", malformed);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Base64Url that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
