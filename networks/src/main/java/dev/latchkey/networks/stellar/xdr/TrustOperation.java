package dev.latchkey.networks.stellar.xdr;

/** Operations on trustlines. */
public sealed interface TrustOperation extends OperationBody {
    /** Opens a trustline, changes its limit (in units of 10⁻⁷) or, with limit 0, closes it. */
    record ChangeTrust(ChangeTrustAsset line, long limit) implements TrustOperation {
        static ChangeTrust read(XdrReader in) {
            return new ChangeTrust(ChangeTrustAsset.read(in), in.int64());
        }

        /** Opens a trustline with the highest limit there is. */
        public static ChangeTrust open(ChangeTrustAsset line) {
            return new ChangeTrust(line, Long.MAX_VALUE);
        }

        @Override
        public void write(XdrWriter out) {
            out.value(line).int64(limit);
        }

        @Override
        public OperationType type() {
            return OperationType.CHANGE_TRUST;
        }
    }

    /** The issuer's older way to authorize a holder: 0 none, 1 full, 2 maintain liabilities. */
    record AllowTrust(AccountId trustor, AssetCode asset, long authorize) implements TrustOperation {
        static AllowTrust read(XdrReader in) {
            return new AllowTrust(AccountId.read(in), AssetCode.read(in), in.uint32());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(trustor).value(asset).uint32(authorize);
        }

        @Override
        public OperationType type() {
            return OperationType.ALLOW_TRUST;
        }
    }

    /** The issuer sets and clears flags of a holder's trustline: 1 authorized, 2 maintain liabilities, 4 clawback. */
    record SetTrustLineFlags(AccountId trustor, Asset asset, long clearFlags, long setFlags) implements TrustOperation {
        static SetTrustLineFlags read(XdrReader in) {
            return new SetTrustLineFlags(AccountId.read(in), Asset.read(in), in.uint32(), in.uint32());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(trustor).value(asset).uint32(clearFlags).uint32(setFlags);
        }

        @Override
        public OperationType type() {
            return OperationType.SET_TRUST_LINE_FLAGS;
        }
    }

    /** The issuer takes an amount of its asset back. */
    record Clawback(Asset asset, MuxedAccount from, long amount) implements TrustOperation {
        static Clawback read(XdrReader in) {
            return new Clawback(Asset.read(in), MuxedAccount.read(in), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(asset).value(from).int64(amount);
        }

        @Override
        public OperationType type() {
            return OperationType.CLAWBACK;
        }
    }
}
