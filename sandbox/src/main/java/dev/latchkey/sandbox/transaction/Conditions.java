package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.SignerKeys;
import dev.latchkey.sandbox.ledger.Xdr;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.LedgerBounds;
import org.stellar.sdk.xdr.Preconditions;
import org.stellar.sdk.xdr.PreconditionsV2;
import org.stellar.sdk.xdr.TimeBounds;

/**
 * A transaction's preconditions (CAP-21). Times in Unix seconds; 0 means no bound for {@code maxTime} and
 * {@code maxLedger}; {@code maxLedger} is exclusive, {@code maxTime} inclusive.
 */
public record Conditions(
        boolean hasTimeBounds,
        long minTime,
        long maxTime,
        boolean hasLedgerBounds,
        long minLedger,
        long maxLedger,
        @Nullable Long minSequence,
        long minSequenceAge,
        long minSequenceLedgerGap,
        List<String> extraSigners) {

    static Conditions of(Preconditions xdr) {
        return switch (xdr.getDiscriminant()) {
            case PRECOND_NONE -> of(null, null, null);
            case PRECOND_TIME -> of(xdr.getTimeBounds(), null, null);
            case PRECOND_V2 -> of(xdr.getV2().getTimeBounds(), xdr.getV2().getLedgerBounds(), xdr.getV2());
        };
    }

    private static Conditions of(
            @Nullable TimeBounds time, @Nullable LedgerBounds ledger, @Nullable PreconditionsV2 v2) {
        return new Conditions(
                time != null,
                time == null ? 0 : Xdr.unsigned(time.getMinTime().getTimePoint()),
                time == null ? 0 : Xdr.unsigned(time.getMaxTime().getTimePoint()),
                ledger != null,
                ledger == null ? 0 : Xdr.unsigned(ledger.getMinLedger()),
                ledger == null ? 0 : Xdr.unsigned(ledger.getMaxLedger()),
                v2 == null || v2.getMinSeqNum() == null
                        ? null
                        : v2.getMinSeqNum().getSequenceNumber().getInt64(),
                v2 == null ? 0 : Xdr.unsigned(v2.getMinSeqAge().getDuration()),
                v2 == null ? 0 : Xdr.unsigned(v2.getMinSeqLedgerGap()),
                v2 == null
                        ? List.of()
                        : Arrays.stream(v2.getExtraSigners())
                                .map(SignerKeys::toStrKey)
                                .toList());
    }

    boolean tooEarly(long closeTime, int ledger) {
        return closeTime < minTime || ledger < minLedger;
    }

    boolean tooLate(long closeTime, int ledger) {
        return (maxTime != 0 && closeTime > maxTime) || (maxLedger != 0 && ledger >= maxLedger);
    }
}
