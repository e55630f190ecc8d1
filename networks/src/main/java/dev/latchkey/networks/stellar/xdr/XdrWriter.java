package dev.latchkey.networks.stellar.xdr;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends XDR primitives (RFC 4506 §4): big-endian, everything padded with zeros to four bytes. */
public final class XdrWriter {
    /** Limit of an XDR variable-length item that names none. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private byte[] buffer = new byte[256];
    private int size;

    public XdrWriter int32(int value) {
        reserve(4);
        buffer[size++] = (byte) (value >> 24);
        buffer[size++] = (byte) (value >> 16);
        buffer[size++] = (byte) (value >> 8);
        buffer[size++] = (byte) value;
        return this;
    }

    /** An unsigned 32-bit number, 0 to 4294967295. */
    public XdrWriter uint32(long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new XdrException("not an unsigned 32-bit number: " + value);
        }
        return int32((int) value);
    }

    /** A 64-bit number; an unsigned one is given by its bits. */
    public XdrWriter int64(long value) {
        return int32((int) (value >> 32)).int32((int) value);
    }

    /** A number in two's complement of {@code bytes} bytes. */
    public XdrWriter integer(BigInteger value, int bytes) {
        byte[] minimal = value.toByteArray();
        byte[] wide = new byte[bytes];
        if (value.signum() < 0) {
            Arrays.fill(wide, (byte) 0xff);
        }
        // An unsigned number of full width has one more sign byte than fits.
        int skip = Math.max(0, minimal.length - bytes);
        System.arraycopy(minimal, skip, wide, bytes - (minimal.length - skip), minimal.length - skip);
        return raw(wide);
    }

    public XdrWriter bool(boolean value) {
        return int32(value ? 1 : 0);
    }

    /** A constant of an enum whose XDR values are its ordinals. */
    public XdrWriter ordinal(Enum<?> constant) {
        return int32(number(constant));
    }

    /** The position of a constant: enums here are declared in the order of their XDR numbers. */
    @SuppressWarnings("EnumOrdinal")
    static int number(Enum<?> constant) {
        return constant.ordinal();
    }

    /** Bytes of a length that the type fixes. */
    public XdrWriter fixed(Bytes value, int length) {
        if (value.size() != length) {
            throw new XdrException("expected " + length + " bytes, not " + value.size());
        }
        return raw(value.unsafeArray());
    }

    /** Bytes or a string with a length in front, at most {@code max} long. */
    public XdrWriter opaque(Bytes value, int max) {
        if (value.size() > max) {
            throw new XdrException("longer than " + max + " bytes: " + value.size());
        }
        return int32(value.size()).raw(value.unsafeArray());
    }

    public XdrWriter value(XdrValue value) {
        value.write(this);
        return this;
    }

    public XdrWriter optional(@Nullable XdrValue value) {
        bool(value != null);
        if (value != null) {
            value.write(this);
        }
        return this;
    }

    /** A variable-length array of at most {@code max} values. */
    public XdrWriter list(List<? extends XdrValue> values, int max) {
        count(values.size(), max);
        for (XdrValue value : values) {
            value.write(this);
        }
        return this;
    }

    /** The length of an array whose elements the caller writes. */
    public XdrWriter count(int count, int max) {
        if (count > max) {
            throw new XdrException("more than " + max + " elements: " + count);
        }
        return int32(count);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    private XdrWriter raw(byte[] bytes) {
        int padded = (bytes.length + 3) & ~3;
        reserve(padded);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += padded;
        return this;
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
