package dev.latchkey.payments.submission;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that has just been signed and is about to be stored.
 *
 * @param fee most it may cost, in stroops
 * @param firstLedger the first that could hold it
 */
public record SignedTransaction(
        UUID id,
        WalletNetwork network,
        EnvelopePurpose purpose,
        UUID channelId,
        @Nullable UUID transactionId,
        long sequence,
        String hash,
        String xdr,
        long fee,
        int firstLedger,
        Instant maxTime) {

    /** The same with its signatures. */
    public SignedTransaction with(TransactionEnvelope envelope) {
        return new SignedTransaction(
                id,
                network,
                purpose,
                channelId,
                transactionId,
                sequence,
                hash,
                envelope.toBase64(),
                fee,
                firstLedger,
                maxTime);
    }
}
