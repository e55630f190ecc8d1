package dev.latchkey.networks.stellar.xdr;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 32 bytes: a SHA-256 digest or an Ed25519 public key. Text form is lower-case hexadecimal. */
public record Hash(Bytes bytes) implements XdrValue {
    public Hash {
        if (bytes.size() != 32) {
            throw new XdrException("expected 32 bytes, not " + bytes.size());
        }
    }

    public static Hash of(byte[] bytes) {
        return new Hash(Bytes.of(bytes));
    }

    /** @throws IllegalArgumentException if the text is not hexadecimal */
    public static Hash hex(String hex) {
        return new Hash(Bytes.hex(hex));
    }

    public static Hash sha256(byte[] message) {
        try {
            return new Hash(Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(message)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Hash read(XdrReader in) {
        return new Hash(in.fixed(32));
    }

    @Override
    public void write(XdrWriter out) {
        out.fixed(bytes, 32);
    }

    public byte[] toArray() {
        return bytes.toArray();
    }

    public String toHex() {
        return bytes.toHex();
    }

    @Override
    public String toString() {
        return toHex();
    }
}
