package dev.latchkey.networks.stellar.strkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Encodes and decodes strkeys (SEP-23). A strkey is accepted only in its one canonical form: right version byte, exact
 * length, upper case, no padding characters, unused bits zero, checksum right.
 */
public final class StrKey {
    private static final int LONGEST = 165;

    private StrKey() {}

    /** The strkey of a payload. Not for seeds that must not stay on the heap: see {@link #encodeAscii}. */
    public static String encode(StrKeyKind kind, byte[] payload) {
        return new String(encodeAscii(kind, payload), StandardCharsets.US_ASCII);
    }

    /** The strkey of a payload as ASCII bytes, which the caller can wipe. */
    public static byte[] encodeAscii(StrKeyKind kind, byte[] payload) {
        kind.check(payload);
        byte[] raw = new byte[payload.length + 3];
        raw[0] = (byte) kind.versionByte();
        System.arraycopy(payload, 0, raw, 1, payload.length);
        int crc = Crc16.of(raw, raw.length - 2);
        raw[raw.length - 2] = (byte) crc;
        raw[raw.length - 1] = (byte) (crc >> 8);
        byte[] text = Base32.encode(raw);
        Arrays.fill(raw, (byte) 0);
        return text;
    }

    /**
     * The payload of a strkey of the given kind.
     *
     * @throws InvalidStrKeyException if the text is anything else
     */
    public static byte[] decode(StrKeyKind kind, String text) {
        if (text.length() > LONGEST) {
            throw new InvalidStrKeyException("too long");
        }
        return decodeAscii(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Like {@link #decode}, from ASCII bytes that the caller can wipe. */
    public static byte[] decodeAscii(StrKeyKind kind, byte[] text) {
        if (text.length < 8 || text.length > LONGEST) {
            throw new InvalidStrKeyException("wrong length for " + kind);
        }
        byte[] raw = Base32.decode(text);
        try {
            if (raw[0] != (byte) kind.versionByte()) {
                throw new InvalidStrKeyException("not of kind " + kind);
            }
            int crc = (raw[raw.length - 2] & 0xff) | ((raw[raw.length - 1] & 0xff) << 8);
            if (crc != Crc16.of(raw, raw.length - 2)) {
                throw new InvalidStrKeyException("wrong checksum");
            }
            byte[] payload = Arrays.copyOfRange(raw, 1, raw.length - 2);
            kind.check(payload);
            return payload;
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /** Whether the text is a canonical strkey of the given kind. */
    public static boolean isValid(StrKeyKind kind, String text) {
        try {
            Arrays.fill(decode(kind, text), (byte) 0);
            return true;
        } catch (InvalidStrKeyException e) {
            return false;
        }
    }

    /** The kind of a valid strkey, or empty for any other text. */
    public static Optional<StrKeyKind> kindOf(String text) {
        for (StrKeyKind kind : StrKeyKind.values()) {
            if (!text.isEmpty() && text.charAt(0) == kind.letter()) {
                return isValid(kind, text) ? Optional.of(kind) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * A short form for logs: first and last four characters of a public strkey ({@code GA7Q…VSGZ}), nothing at all of
     * a seed or of a text that is not a strkey.
     */
    public static String mask(String text) {
        if (text.length() < 56
                || text.charAt(0) == StrKeyKind.SEED.letter()
                || kindOf(text).isEmpty()) {
            return "…";
        }
        return text.substring(0, 4) + "…" + text.substring(text.length() - 4);
    }
}
