package dev.latchkey.platform.crypto;

import java.util.regex.Pattern;

/**
 * Names one version of a key-encryption key.
 *
 * @param keyId 1 to 255 printable ASCII characters, such as {@code local-3f…} or the name of a key in a cloud service
 * @param version 1 or more
 */
public record KeyVersion(String keyId, int version) {
    private static final Pattern KEY_ID = Pattern.compile("[!-~]{1,255}");

    public KeyVersion {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("a key id has 1 to 255 printable ASCII characters");
        }
        if (version < 1) {
            throw new IllegalArgumentException("key versions begin with 1");
        }
    }
}
