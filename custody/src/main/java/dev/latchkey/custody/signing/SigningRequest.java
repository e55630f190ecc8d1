package dev.latchkey.custody.signing;

import java.util.HexFormat;
import java.util.UUID;

/** One signature over the hash of one transaction (of 32 bytes, network id included). */
public final class SigningRequest {

    private static final int HASH_BYTES = 32;

    private final UUID keyId;
    private final byte[] transactionHash;

    /**
     * @param keyId a wallet's id or a service key's
     * @throws IllegalArgumentException if the hash has not 32 bytes: custody signs nothing else
     */
    public SigningRequest(UUID keyId, byte[] transactionHash) {
        if (transactionHash.length != HASH_BYTES) {
            throw new IllegalArgumentException("a transaction hash has 32 bytes, not " + transactionHash.length);
        }
        this.keyId = keyId;
        this.transactionHash = transactionHash.clone();
    }

    public UUID keyId() {
        return keyId;
    }

    byte[] transactionHash() {
        return transactionHash;
    }

    @Override
    public String toString() {
        return "SigningRequest[" + keyId + ", " + HexFormat.of().formatHex(transactionHash) + "]";
    }
}
