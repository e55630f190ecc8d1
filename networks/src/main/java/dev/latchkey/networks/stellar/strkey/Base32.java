package dev.latchkey.networks.stellar.strkey;

/** RFC 4648 base 32 in upper case without padding, on byte arrays that the caller can wipe. */
final class Base32 {
    private Base32() {}

    static byte[] encode(byte[] data) {
        byte[] text = new byte[(data.length * 8 + 4) / 5];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (byte b : data) {
            buffer = ((buffer << 8) | (b & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text[at++] = (byte) symbol((buffer >> bits) & 31);
            }
        }
        if (bits > 0) {
            text[at] = (byte) symbol((buffer << (5 - bits)) & 31);
        }
        return text;
    }

    /** Refuses lengths no encoder produces, foreign characters, and bits set beyond the last byte. */
    static byte[] decode(byte[] text) {
        int rest = text.length % 8;
        if (rest == 1 || rest == 3 || rest == 6) {
            throw new InvalidStrKeyException("impossible length");
        }
        byte[] data = new byte[text.length * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (byte c : text) {
            buffer = ((buffer << 5) | value(c)) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                data[at++] = (byte) (buffer >> bits);
            }
        }
        if ((buffer & ((1 << bits) - 1)) != 0) {
            throw new InvalidStrKeyException("unused bits must be zero");
        }
        return data;
    }

    /** The character for a five-bit value, without a branch on the value. */
    static char symbol(int value) {
        return (char) ('A' + value + (((25 - value) >> 31) & ('2' - 26 - 'A')));
    }

    private static int value(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= '2' && c <= '7') {
            return c - '2' + 26;
        }
        throw new InvalidStrKeyException("foreign character");
    }
}
