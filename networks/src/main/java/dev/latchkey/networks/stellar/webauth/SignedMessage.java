package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Ed25519PublicKey;
import dev.latchkey.platform.crypto.Ed25519Signature;
import java.nio.charset.StandardCharsets;

/**
 * Messages signed with a Stellar key (SEP-53). A signature proves control of the key alone: what the key may do for its
 * account is for the caller to find out.
 */
public final class SignedMessage {
    private static final byte[] PREFIX = "Stellar Signed Message:\n".getBytes(StandardCharsets.UTF_8);

    private SignedMessage() {}

    /** What is signed for a message, text as UTF-8. */
    public static Hash digest(byte[] message) {
        byte[] payload = new byte[PREFIX.length + message.length];
        System.arraycopy(PREFIX, 0, payload, 0, PREFIX.length);
        System.arraycopy(message, 0, payload, PREFIX.length, message.length);
        return Hash.sha256(payload);
    }

    public static boolean verify(AccountId signer, byte[] message, Ed25519Signature signature) {
        return Ed25519.verify(
                new Ed25519PublicKey(signer.publicKey()), digest(message).toArray(), signature);
    }
}
