package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a transaction is valid (CAP-21). */
public sealed interface Preconditions extends XdrValue {
    Preconditions NONE = new None();

    /** The time bounds that apply, if any. */
    @Nullable
    TimeBounds timeBounds();

    /** The ledger bounds that apply, if any. */
    @Nullable
    LedgerBounds ledgerBounds();

    /** Always, by sequence number alone. */
    record None() implements Preconditions {
        @Override
        public void write(XdrWriter out) {
            out.int32(0);
        }

        @Override
        public @Nullable TimeBounds timeBounds() {
            return null;
        }

        @Override
        public @Nullable LedgerBounds ledgerBounds() {
            return null;
        }
    }

    /** Within time bounds. */
    record Time(TimeBounds timeBounds) implements Preconditions {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(timeBounds);
        }

        @Override
        public @Nullable LedgerBounds ledgerBounds() {
            return null;
        }
    }

    /**
     * All conditions of protocol 19.
     *
     * @param minSequence lowest account sequence accepted; null asks for exactly one less than the transaction's
     * @param minSequenceAge seconds the account's sequence must be old, unsigned
     * @param minSequenceLedgerGap ledgers the account's sequence must be old
     * @param extraSigners at most two
     */
    record General(
            @Nullable TimeBounds timeBounds,
            @Nullable LedgerBounds ledgerBounds,
            @Nullable Long minSequence,
            long minSequenceAge,
            long minSequenceLedgerGap,
            List<SignerKey> extraSigners)
            implements Preconditions {
        public General {
            extraSigners = List.copyOf(extraSigners);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(2).optional(timeBounds).optional(ledgerBounds).bool(minSequence != null);
            if (minSequence != null) {
                out.int64(minSequence);
            }
            out.int64(minSequenceAge).uint32(minSequenceLedgerGap).list(extraSigners, 2);
        }

        private static General read(XdrReader in) {
            return new General(
                    in.optional(TimeBounds::read),
                    in.optional(LedgerBounds::read),
                    in.optional(XdrReader::int64),
                    in.int64(),
                    in.uint32(),
                    in.list(2, SignerKey::read));
        }
    }

    /** Unix seconds, unsigned; {@code maxTime} 0 means no end. */
    record TimeBounds(long minTime, long maxTime) implements XdrValue {
        static TimeBounds read(XdrReader in) {
            return new TimeBounds(in.int64(), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.int64(minTime).int64(maxTime);
        }
    }

    /** Ledgers from {@code minLedger} up to but not including {@code maxLedger}; 0 means no end. */
    record LedgerBounds(long minLedger, long maxLedger) implements XdrValue {
        static LedgerBounds read(XdrReader in) {
            return new LedgerBounds(in.uint32(), in.uint32());
        }

        @Override
        public void write(XdrWriter out) {
            out.uint32(minLedger).uint32(maxLedger);
        }
    }

    static Preconditions read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> NONE;
            case 1 -> new Time(TimeBounds.read(in));
            case 2 -> General.read(in);
            default -> throw in.unknown("Preconditions", type);
        };
    }
}
