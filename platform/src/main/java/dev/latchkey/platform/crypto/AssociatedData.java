package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a ciphertext belongs to (purpose, owner, version), bound to it so that it opens nowhere else.
 *
 * <p>Each field is encoded as: length of the name (4 bytes), name, type (1 byte), length of the value (4 bytes), value.
 * Different sequences of fields therefore never have the same encoding. The order of fields matters.
 */
public final class AssociatedData {
    private final byte[] encoded;

    private AssociatedData(byte[] encoded) {
        this.encoded = encoded;
    }

    /** Begins with what the sealed data is for, such as {@code "wallet seed"}. */
    public static AssociatedData of(String purpose) {
        return new AssociatedData(new byte[0]).with("purpose", purpose);
    }

    public AssociatedData with(String name, String value) {
        return append(name, 't', value.getBytes(UTF_8));
    }

    public AssociatedData with(String name, long value) {
        return append(name, 'n', ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    public AssociatedData with(String name, UUID value) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
        bytes.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        return append(name, 'u', bytes.array());
    }

    public AssociatedData with(String name, byte[] value) {
        return append(name, 'b', value);
    }

    /** All fields of another context as one field. */
    public AssociatedData with(String name, AssociatedData value) {
        return append(name, 'a', value.encoded);
    }

    byte[] encoded() {
        return encoded;
    }

    private AssociatedData append(String name, char type, byte[] value) {
        byte[] nameBytes = name.getBytes(UTF_8);
        ByteBuffer next = ByteBuffer.allocate(encoded.length + 9 + nameBytes.length + value.length);
        next.put(encoded).putInt(nameBytes.length).put(nameBytes);
        next.put((byte) type).putInt(value.length).put(value);
        return new AssociatedData(next.array());
    }
}
