package dev.latchkey.sandbox.transaction;

import java.nio.ByteBuffer;

/** Skips over XDR of a known shape and refuses every length that the bytes at hand cannot hold. */
final class XdrSkimmer {
    private final ByteBuffer bytes;

    XdrSkimmer(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** The shape of one element. */
    @FunctionalInterface
    interface Shape {
        void skim() throws MalformedEnvelopeException;
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    int integer() throws MalformedEnvelopeException {
        if (bytes.remaining() < Integer.BYTES) {
            throw new MalformedEnvelopeException("shorter than its shape");
        }
        return bytes.getInt();
    }

    void skip(int length) throws MalformedEnvelopeException {
        if (bytes.remaining() < length) {
            throw new MalformedEnvelopeException("shorter than its shape");
        }
        bytes.position(bytes.position() + length);
    }

    /** Bytes or text of variable length, padded to four. */
    void opaque(int most) throws MalformedEnvelopeException {
        int length = length(most);
        skip((length + 3) & ~3);
    }

    void optional(Shape shape) throws MalformedEnvelopeException {
        if (length(1) == 1) {
            shape.skim();
        }
    }

    void array(int most, Shape shape) throws MalformedEnvelopeException {
        int length = length(most);
        for (int i = 0; i < length; i++) {
            shape.skim();
        }
    }

    private int length(int most) throws MalformedEnvelopeException {
        int length = integer();
        if (length < 0 || length > most) {
            throw new MalformedEnvelopeException("a length beyond its limit");
        }
        return length;
    }

    static MalformedEnvelopeException unknown(String what, int value) {
        return new MalformedEnvelopeException("no " + what + " " + value);
    }
}
