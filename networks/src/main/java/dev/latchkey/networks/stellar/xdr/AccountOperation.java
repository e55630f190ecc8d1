package dev.latchkey.networks.stellar.xdr;

import org.jspecify.annotations.Nullable;

/** Operations on accounts themselves. */
public sealed interface AccountOperation extends OperationBody {
    /**
     * Makes an account.
     *
     * @param startingBalance in stroops; may be 0 inside a sponsorship (CAP-33)
     */
    record CreateAccount(AccountId destination, long startingBalance) implements AccountOperation {
        static CreateAccount read(XdrReader in) {
            return new CreateAccount(AccountId.read(in), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(destination).int64(startingBalance);
        }

        @Override
        public OperationType type() {
            return OperationType.CREATE_ACCOUNT;
        }
    }

    /**
     * Changes what is not null. Flags, weights and thresholds are unsigned 32-bit numbers.
     *
     * @param homeDomain at most 32 bytes
     */
    record SetOptions(
            @Nullable AccountId inflationDestination,
            @Nullable Long clearFlags,
            @Nullable Long setFlags,
            @Nullable Long masterWeight,
            @Nullable Long lowThreshold,
            @Nullable Long mediumThreshold,
            @Nullable Long highThreshold,
            @Nullable Bytes homeDomain,
            @Nullable Signer signer)
            implements AccountOperation {
        /** Adds, changes or (weight 0) removes a signer. */
        public static SetOptions signer(SignerKey key, long weight) {
            return new SetOptions(null, null, null, null, null, null, null, null, new Signer(key, weight));
        }

        /** Sets the master key's weight and the three thresholds. */
        public static SetOptions thresholds(long masterWeight, long low, long medium, long high) {
            return new SetOptions(null, null, null, masterWeight, low, medium, high, null, null);
        }

        /** Sets and clears account flags (1 auth required, 2 revocable, 4 immutable, 8 clawback enabled). */
        public static SetOptions flags(long set, long clear) {
            return new SetOptions(null, clear, set, null, null, null, null, null, null);
        }

        public static SetOptions homeDomain(String domain) {
            return new SetOptions(null, null, null, null, null, null, null, Bytes.utf8(domain), null);
        }

        static SetOptions read(XdrReader in) {
            return new SetOptions(
                    in.optional(AccountId::read),
                    in.optional(XdrReader::uint32),
                    in.optional(XdrReader::uint32),
                    in.optional(XdrReader::uint32),
                    in.optional(XdrReader::uint32),
                    in.optional(XdrReader::uint32),
                    in.optional(XdrReader::uint32),
                    in.optional(r -> r.opaque(32)),
                    in.optional(Signer::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.optional(inflationDestination);
            optional(out, clearFlags);
            optional(out, setFlags);
            optional(out, masterWeight);
            optional(out, lowThreshold);
            optional(out, mediumThreshold);
            optional(out, highThreshold);
            out.bool(homeDomain != null);
            if (homeDomain != null) {
                out.opaque(homeDomain, 32);
            }
            out.optional(signer);
        }

        private static void optional(XdrWriter out, @Nullable Long value) {
            out.bool(value != null);
            if (value != null) {
                out.uint32(value);
            }
        }

        @Override
        public OperationType type() {
            return OperationType.SET_OPTIONS;
        }
    }

    /** Gives all lumens to another account and ends the source account. */
    record AccountMerge(MuxedAccount destination) implements AccountOperation {
        @Override
        public void write(XdrWriter out) {
            out.value(destination);
        }

        @Override
        public OperationType type() {
            return OperationType.ACCOUNT_MERGE;
        }
    }

    /** Without effect since protocol 12; still decodes. */
    record Inflation() implements AccountOperation {
        @Override
        public void write(XdrWriter out) {}

        @Override
        public OperationType type() {
            return OperationType.INFLATION;
        }
    }

    /**
     * Sets or, with a null value, removes a data entry.
     *
     * @param name at most 64 bytes
     * @param value at most 64 bytes
     */
    record ManageData(Bytes name, @Nullable Bytes value) implements AccountOperation {
        static ManageData read(XdrReader in) {
            return new ManageData(in.opaque(64), in.optional(r -> r.opaque(64)));
        }

        @Override
        public void write(XdrWriter out) {
            out.opaque(name, 64).bool(value != null);
            if (value != null) {
                out.opaque(value, 64);
            }
        }

        @Override
        public OperationType type() {
            return OperationType.MANAGE_DATA;
        }
    }

    /** Raises the account's sequence number; lower targets change nothing. */
    record BumpSequence(long bumpTo) implements AccountOperation {
        @Override
        public void write(XdrWriter out) {
            out.int64(bumpTo);
        }

        @Override
        public OperationType type() {
            return OperationType.BUMP_SEQUENCE;
        }
    }
}
