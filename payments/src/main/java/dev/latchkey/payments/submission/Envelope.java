package dev.latchkey.payments.submission;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signed transaction as it is stored.
 *
 * @param transactionId the payment, for {@link EnvelopePurpose#PAYMENT}
 * @param sequence of the channel after it
 * @param hash of the transaction itself; the fee bump around it, if any, has {@code bumpHash}
 * @param xdr base 64
 * @param maxTime no ledger that closes later can hold it
 * @param lastAnswer the last code or state a node answered
 * @param sends how often it was sent
 * @param acceptedLedger the ledger we had read when a node first took it
 */
public record Envelope(
        UUID id,
        WalletNetwork network,
        EnvelopePurpose purpose,
        UUID channelId,
        @Nullable UUID transactionId,
        long sequence,
        String hash,
        String xdr,
        @Nullable String bumpHash,
        @Nullable String bumpXdr,
        Instant maxTime,
        EnvelopeState state,
        @Nullable String lastAnswer,
        int sends,
        @Nullable Integer acceptedLedger) {

    /** What to send: the fee bump where there is one. */
    String current() {
        return bumpXdr == null ? xdr : bumpXdr;
    }

    boolean isOpen() {
        return switch (state) {
            case SIGNED, SENT, UNKNOWN, REFUSED -> true;
            case APPLIED, FAILED, DEAD -> false;
        };
    }
}
