package dev.latchkey.platform.crypto;

import java.util.Base64;

/** Base64 as password hashes have it: padded or not, with {@code +} or passlib's {@code .} in its place. */
final class ForeignBase64 {

    private ForeignBase64() {}

    static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text.replace('.', '+'));
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException("the password hash holds invalid base64", notOne);
        }
    }
}
