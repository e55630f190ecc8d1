package dev.latchkey.networks.stellar.xdr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Immutable bytes compared by content. XDR strings are kept as bytes too: the network does not force them to be UTF-8. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the text is not hexadecimal */
    public static Bytes hex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /** Takes the array over; for callers in this package that hold no other reference. */
    static Bytes wrap(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** The array itself; only for reading inside this package. */
    byte[] unsafeArray() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The bytes as UTF-8, malformed sequences replaced. */
    public String toUtf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
