package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Xdr;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.stellar.sdk.SignedPayloadSigner;
import org.stellar.sdk.StrKey;
import org.stellar.sdk.xdr.DecoratedSignature;

/** A transaction hash with the signatures over it. Verified pairs are remembered, since verifying is the slow part. */
public final class SignedContent {
    private final byte[] hash;
    private final DecoratedSignature[] signatures;
    private final Map<Pair, Boolean> verified = new ConcurrentHashMap<>();

    SignedContent(byte[] hash, DecoratedSignature[] signatures) {
        this.hash = hash.clone();
        this.signatures = signatures.clone();
    }

    public int size() {
        return signatures.length;
    }

    DecoratedSignature[] signatures() {
        return signatures.clone();
    }

    /** Whether the T key names this very transaction. */
    boolean isPreAuthorisedBy(String signer) {
        return Arrays.equals(StrKey.decodePreAuthTx(signer), hash);
    }

    /** Whether signature {@code index} is one of the G, X or P key {@code signer}. */
    boolean isSignedBy(int index, String signer, SignatureVerifier verifier) {
        byte[] hint = signatures[index].getHint().getSignatureHint();
        byte[] signature = signatures[index].getSignature().getSignature();
        return switch (signer.charAt(0)) {
            case 'G' -> {
                byte[] key = StrKey.decodeEd25519PublicKey(signer);
                yield Arrays.equals(hint, lastFour(key)) && verified(index, signer, verifier, key, hash, signature);
            }
            case 'X' -> {
                byte[] expected = StrKey.decodeSha256Hash(signer);
                yield Arrays.equals(hint, lastFour(expected)) && Arrays.equals(Xdr.sha256(signature), expected);
            }
            case 'P' -> {
                SignedPayloadSigner payload = StrKey.decodeSignedPayload(signer);
                byte[] key =
                        payload.getSignerAccountId().getAccountID().getEd25519().getUint256();
                yield Arrays.equals(hint, payloadHint(key, payload.getPayload()))
                        && verified(index, signer, verifier, key, payload.getPayload(), signature);
            }
            default -> false;
        };
    }

    private boolean verified(
            int index, String signer, SignatureVerifier verifier, byte[] key, byte[] message, byte[] signature) {
        return verified.computeIfAbsent(
                new Pair(index, signer), pair -> signature.length == 64 && verifier.verify(key, message, signature));
    }

    private static byte[] lastFour(byte[] bytes) {
        return Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length);
    }

    /** CAP-40: the key's hint exclusive-or that of the payload, which is zero-padded when shorter than four bytes. */
    private static byte[] payloadHint(byte[] key, byte[] payload) {
        byte[] hint = lastFour(key);
        byte[] tail = payload.length >= 4 ? lastFour(payload) : Arrays.copyOf(payload, 4);
        for (int i = 0; i < 4; i++) {
            hint[i] ^= tail[i];
        }
        return hint;
    }

    private record Pair(int index, String signer) {}
}
