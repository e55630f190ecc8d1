package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.ClaimableBalanceOperation;
import dev.latchkey.networks.stellar.xdr.Claimant;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.BalanceCreated;
import dev.latchkey.payments.history.Direction;
import dev.latchkey.payments.history.HistoryKind;

/** Balances set aside. Taking one names only its id; how much that is was said when it was made. */
final class ClaimableNotes {
    private ClaimableNotes() {}

    static void take(OperationNotes notes, ClaimableBalanceOperation operation, OperationResultDetail result) {
        switch (operation) {
            case ClaimableBalanceOperation.CreateClaimableBalance create -> created(notes, create, result);
            case ClaimableBalanceOperation.ClaimClaimableBalance claim ->
                notes.tellSource(Occurrence.of(HistoryKind.CLAIMABLE_BALANCE_CLAIMED)
                        .directed(Direction.IN)
                        .claimable(claim.balance().toHex()));
            case ClaimableBalanceOperation.ClawbackClaimableBalance clawback ->
                notes.tellSource(Occurrence.of(HistoryKind.CLAWBACK)
                        .directed(Direction.IN)
                        .claimable(clawback.balance().toHex()));
        }
    }

    private static void created(
            OperationNotes notes,
            ClaimableBalanceOperation.CreateClaimableBalance create,
            OperationResultDetail result) {
        Occurrence occurrence =
                Occurrence.of(HistoryKind.CLAIMABLE_BALANCE_CREATED).amount(create.amount(), create.asset());
        if (result instanceof BalanceCreated made) {
            occurrence = occurrence.claimable(made.id().toHex());
        }
        notes.tellSource(occurrence
                .directed(Direction.OUT)
                .with(create.claimants().getFirst().destination()));
        for (Claimant claimant : create.claimants()) {
            notes.inform(claimant.destination(), occurrence.with(notes.sourceAddress()));
        }
    }
}
