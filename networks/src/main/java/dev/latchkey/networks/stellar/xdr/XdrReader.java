package dev.latchkey.networks.stellar.xdr;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads XDR strictly: padding must be zero, booleans 0 or 1, lengths within the type's limit and the input, unknown
 * discriminants and trailing bytes are refused, nesting is bounded. Every refusal is an {@link XdrException}; no input
 * makes it allocate more than a small multiple of its own size.
 */
public final class XdrReader {
    /** Limit of an XDR variable-length item that names none. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** As deep as the network's own contract host reads values. */
    public static final int MAX_DEPTH = 500;

    private final byte[] input;
    private int position;
    private int depth;

    private XdrReader(byte[] input) {
        this.input = input;
    }

    /** Reads one value at the cursor of a reader. */
    @FunctionalInterface
    public interface Decoder<T> {
        T read(XdrReader in);
    }

    /** The value that the bytes are, all of them. */
    public static <T> T decode(byte[] xdr, Decoder<T> decoder) {
        XdrReader in = new XdrReader(xdr);
        T value = decoder.read(in);
        if (in.remaining() != 0) {
            throw new XdrException(in.remaining() + " bytes after the end of the value");
        }
        return value;
    }

    /** The value that canonical base 64 stands for. */
    public static <T> T decodeBase64(String base64, Decoder<T> decoder) {
        byte[] xdr;
        try {
            xdr = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new XdrException("not base 64");
        }
        if (!Base64.getEncoder().encodeToString(xdr).equals(base64)) {
            throw new XdrException("not canonical base 64");
        }
        return decode(xdr, decoder);
    }

    public int int32() {
        need(4);
        int value = (input[position] & 0xff) << 24
                | (input[position + 1] & 0xff) << 16
                | (input[position + 2] & 0xff) << 8
                | (input[position + 3] & 0xff);
        position += 4;
        return value;
    }

    /** An unsigned 32-bit number, 0 to 4294967295. */
    public long uint32() {
        return Integer.toUnsignedLong(int32());
    }

    /** A 64-bit number; an unsigned one comes by its bits. */
    public long int64() {
        long high = int32();
        return high << 32 | uint32();
    }

    /** A signed number of {@code bytes} bytes in two's complement. */
    public BigInteger signed(int bytes) {
        return new BigInteger(raw(bytes));
    }

    /** An unsigned number of {@code bytes} bytes. */
    public BigInteger unsigned(int bytes) {
        return new BigInteger(1, raw(bytes));
    }

    public boolean bool() {
        int value = int32();
        if (value != 0 && value != 1) {
            throw unknown("bool", value);
        }
        return value == 1;
    }

    /** Bytes of a length that the type fixes. */
    public Bytes fixed(int length) {
        return Bytes.wrap(raw(length));
    }

    /** Bytes or a string with a length in front, at most {@code max} long. */
    public Bytes opaque(int max) {
        return fixed(length(max, 1));
    }

    /** A variable-length array of at most {@code max} values. */
    public <T> List<T> list(int max, Decoder<T> decoder) {
        // No XDR type that we read takes fewer than four bytes.
        int count = length(max, 4);
        List<T> values = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            values.add(decoder.read(this));
        }
        return List.copyOf(values);
    }

    public <T> @Nullable T optional(Decoder<T> decoder) {
        return bool() ? decoder.read(this) : null;
    }

    /** A value of a type that may contain itself; refuses to go deeper than {@link #MAX_DEPTH}. */
    public <T> T nested(Decoder<T> decoder) {
        if (++depth > MAX_DEPTH) {
            throw new XdrException("nested deeper than " + MAX_DEPTH);
        }
        T value = decoder.read(this);
        depth--;
        return value;
    }

    /** A constant of an enum whose XDR values are its ordinals. */
    public <E extends Enum<E>> E ordinal(E[] constants) {
        int value = int32();
        if (value < 0 || value >= constants.length) {
            throw unknown(constants[0].getDeclaringClass().getSimpleName(), value);
        }
        return constants[value];
    }

    /** An extension point that nothing uses yet: always zero. */
    public void noExtension(String type) {
        int version = int32();
        if (version != 0) {
            throw unknown("extension of " + type, version);
        }
    }

    /** The exception for a discriminant that the type does not have. */
    public XdrException unknown(String type, int discriminant) {
        return new XdrException("unknown " + type + ": " + discriminant);
    }

    private int length(int max, int bytesEach) {
        long length = uint32();
        if (length > max) {
            throw new XdrException("length " + length + " is over the limit of " + max);
        }
        if (length * bytesEach > remaining()) {
            throw new XdrException("length " + length + " is beyond the end of the input");
        }
        return (int) length;
    }

    private byte[] raw(int length) {
        int padded = (length + 3) & ~3;
        need(padded);
        byte[] bytes = Arrays.copyOfRange(input, position, position + length);
        for (int i = position + length; i < position + padded; i++) {
            if (input[i] != 0) {
                throw new XdrException("padding is not zero");
            }
        }
        position += padded;
        return bytes;
    }

    private void need(int bytes) {
        if (bytes < 0 || bytes > remaining()) {
            throw new XdrException("input ends early");
        }
    }

    private int remaining() {
        return input.length - position;
    }
}
