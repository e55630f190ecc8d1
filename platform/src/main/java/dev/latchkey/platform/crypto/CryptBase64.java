package dev.latchkey.platform.crypto;

/** The base64 of crypt(3)'s {@code $7$}: its own alphabet, six bits a character, the lowest first. */
final class CryptBase64 {

    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private CryptBase64() {}

    /** @param text at most five characters */
    static int number(String text) {
        int number = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            number = (number << 6) | ALPHABET.indexOf(text.charAt(i));
        }
        return number;
    }

    /** Three bytes of each four characters; the last ones may be fewer. */
    static byte[] decode(String text, int length) {
        byte[] bytes = new byte[length];
        for (int at = 0, next = 0; next < length; at += 4, next += 3) {
            int group = number(text.substring(at, Math.min(at + 4, text.length())));
            for (int i = next; i < Math.min(next + 3, length); i++) {
                bytes[i] = (byte) (group >>> (8 * (i - next)));
            }
        }
        return bytes;
    }
}
