package dev.latchkey.networks.stellar.xdr;

/** Operations on who pays reserves (CAP-33). */
public sealed interface SponsorshipOperation extends OperationBody {
    /** From here to the matching end, the source pays the reserves of {@code sponsored}. */
    record BeginSponsoringFutureReserves(AccountId sponsored) implements SponsorshipOperation {
        @Override
        public void write(XdrWriter out) {
            out.value(sponsored);
        }

        @Override
        public OperationType type() {
            return OperationType.BEGIN_SPONSORING_FUTURE_RESERVES;
        }
    }

    /** Ends the sponsorship; its source is the sponsored account. */
    record EndSponsoringFutureReserves() implements SponsorshipOperation {
        @Override
        public void write(XdrWriter out) {}

        @Override
        public OperationType type() {
            return OperationType.END_SPONSORING_FUTURE_RESERVES;
        }
    }

    /** Moves or removes the sponsorship of an entry or of a signer. */
    record RevokeSponsorship(Target target) implements SponsorshipOperation {
        /** What is no longer sponsored. */
        public sealed interface Target extends XdrValue {}

        /** A ledger entry. */
        public record Entry(LedgerKey key) implements Target {
            @Override
            public void write(XdrWriter out) {
                out.int32(0).value(key);
            }
        }

        /** A signer of an account. */
        public record AccountSigner(AccountId account, SignerKey signer) implements Target {
            @Override
            public void write(XdrWriter out) {
                out.int32(1).value(account).value(signer);
            }
        }

        static RevokeSponsorship read(XdrReader in) {
            int type = in.int32();
            return new RevokeSponsorship(
                    switch (type) {
                        case 0 -> new Entry(LedgerKey.read(in));
                        case 1 -> new AccountSigner(AccountId.read(in), SignerKey.read(in));
                        default -> throw in.unknown("RevokeSponsorshipOp", type);
                    });
        }

        @Override
        public void write(XdrWriter out) {
            out.value(target);
        }

        @Override
        public OperationType type() {
            return OperationType.REVOKE_SPONSORSHIP;
        }
    }
}
