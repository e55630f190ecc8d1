package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.latchkey.platform.crypto.DecryptionException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A secret encrypted under a data key of its own, together with that key wrapped under a key-encryption key.
 *
 * <p>Format, numbers big-endian: version 2 (1 byte; version 1 is {@link MuxEnvelopeV1}), length of the key id (1), key
 * id, key version (4), length of the wrapped key (2), wrapped key, sealed secret of {@link Aead}.
 */
public final class Envelope {
    static final byte VERSION = 2;

    private final WrappedKey wrappedKey;
    private final byte[] sealed;

    Envelope(WrappedKey wrappedKey, byte[] sealed) {
        this.wrappedKey = wrappedKey;
        this.sealed = sealed;
    }

    /** @throws DecryptionException INVALID_DATA if the bytes are not an envelope of this version */
    public static Envelope decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        try {
            if (in.get() != VERSION) {
                throw malformed("unknown version");
            }
            String keyId = new String(take(in, in.get() & 0xff), US_ASCII);
            KeyVersion key = new KeyVersion(keyId, in.getInt());
            byte[] wrapped = take(in, in.getShort() & 0xffff);
            return new Envelope(new WrappedKey(key, wrapped), take(in, in.remaining()));
        } catch (BufferUnderflowException e) {
            throw malformed("truncated");
        } catch (IllegalArgumentException e) {
            throw malformed("impossible key id or version");
        }
    }

    /** The form to store. */
    public byte[] encode() {
        byte[] keyId = wrappedKey.key().keyId().getBytes(US_ASCII);
        byte[] wrapped = wrappedKey.ciphertext();
        return ByteBuffer.allocate(8 + keyId.length + wrapped.length + sealed.length)
                .put(VERSION)
                .put((byte) keyId.length)
                .put(keyId)
                .putInt(wrappedKey.key().version())
                .putShort((short) wrapped.length)
                .put(wrapped)
                .put(sealed)
                .array();
    }

    /** Which key-encryption key opens it. */
    public KeyVersion key() {
        return wrappedKey.key();
    }

    WrappedKey wrappedKey() {
        return wrappedKey;
    }

    byte[] sealed() {
        return sealed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope envelope && Arrays.equals(encode(), envelope.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }

    @Override
    public String toString() {
        return "Envelope[" + key() + "]";
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static DecryptionException malformed(String what) {
        return new DecryptionException(Reason.INVALID_DATA, "not an envelope of version 2: " + what);
    }
}
