package dev.latchkey.networks.stellar.xdr;

import java.util.List;

/** Operations on claimable balances (CAP-23). */
public sealed interface ClaimableBalanceOperation extends OperationBody {
    /** Sets an amount aside for one to ten claimants. */
    record CreateClaimableBalance(Asset asset, long amount, List<Claimant> claimants)
            implements ClaimableBalanceOperation {
        public CreateClaimableBalance {
            claimants = List.copyOf(claimants);
        }

        static CreateClaimableBalance read(XdrReader in) {
            return new CreateClaimableBalance(Asset.read(in), in.int64(), in.list(10, Claimant::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(asset).int64(amount).list(claimants, 10);
        }

        @Override
        public OperationType type() {
            return OperationType.CREATE_CLAIMABLE_BALANCE;
        }
    }

    /** Takes a balance that names the source account. */
    record ClaimClaimableBalance(ClaimableBalanceId balance) implements ClaimableBalanceOperation {
        @Override
        public void write(XdrWriter out) {
            out.value(balance);
        }

        @Override
        public OperationType type() {
            return OperationType.CLAIM_CLAIMABLE_BALANCE;
        }
    }

    /** The issuer takes a claimable balance of its asset back. */
    record ClawbackClaimableBalance(ClaimableBalanceId balance) implements ClaimableBalanceOperation {
        @Override
        public void write(XdrWriter out) {
            out.value(balance);
        }

        @Override
        public OperationType type() {
            return OperationType.CLAWBACK_CLAIMABLE_BALANCE;
        }
    }
}
