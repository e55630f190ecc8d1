package dev.latchkey.networks.solana;

import dev.latchkey.platform.crypto.Ed25519PublicKey;

/** An account's public key; text form is base 58. */
public record SolanaAddress(Ed25519PublicKey key) {
    /** @throws IllegalArgumentException if the text is not base 58 of 32 bytes */
    public static SolanaAddress parse(String text) {
        byte[] bytes = Base58.decode(text);
        if (bytes.length != Ed25519PublicKey.BYTES) {
            throw new IllegalArgumentException("a Solana address has 32 bytes, not " + bytes.length);
        }
        return new SolanaAddress(new Ed25519PublicKey(bytes));
    }

    @Override
    public String toString() {
        return Base58.encode(key.bytes());
    }
}
