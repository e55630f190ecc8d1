package dev.latchkey.identity.mfa;

/** Base 32 without padding (RFC 4648 §6), as authenticator apps read secrets. */
final class Base32 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
        int buffer = 0;
        int filled = 0;
        for (byte next : bytes) {
            buffer = ((buffer << Byte.SIZE) | (next & 0xff)) & 0xfff;
            filled += Byte.SIZE;
            while (filled >= BITS) {
                filled -= BITS;
                text.append(ALPHABET.charAt((buffer >> filled) & 0x1f));
            }
        }
        if (filled > 0) {
            text.append(ALPHABET.charAt((buffer << (BITS - filled)) & 0x1f));
        }
        return text.toString();
    }
}
