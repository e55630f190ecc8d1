package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.Inflated;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.Merged;
import dev.latchkey.payments.history.HistoryKind;

/** Accounts that begin, change and end. */
final class AccountNotes {
    private AccountNotes() {}

    static void take(OperationNotes notes, AccountOperation operation, OperationResultDetail result) {
        switch (operation) {
            case AccountOperation.CreateAccount(AccountId account, long balance) -> created(notes, account, balance);
            case AccountOperation.AccountMerge merge -> merged(notes, merge, result);
            case AccountOperation.SetOptions options -> notes.tellSource(Occurrence.of(HistoryKind.OPTIONS_CHANGED));
            case AccountOperation.ManageData data ->
                notes.tellSource(Occurrence.of(data.value() == null ? HistoryKind.DATA_REMOVED : HistoryKind.DATA_SET)
                        .detail(LedgerText.of(data.name())));
            case AccountOperation.Inflation inflation -> inflated(notes, result);
            case AccountOperation.BumpSequence bump -> {}
        }
    }

    private static void created(OperationNotes notes, AccountId account, long balance) {
        Occurrence creation = balance == 0
                ? Occurrence.of(HistoryKind.ACCOUNT_CREATED)
                : Occurrence.in(HistoryKind.ACCOUNT_CREATED, balance, Asset.NATIVE);
        Occurrence funding = balance == 0
                ? Occurrence.of(HistoryKind.ACCOUNT_FUNDED)
                : Occurrence.out(HistoryKind.ACCOUNT_FUNDED, balance, Asset.NATIVE);
        notes.tell(account, creation.with(notes.sourceAddress()));
        notes.tellSource(funding.with(account));
    }

    private static void merged(
            OperationNotes notes, AccountOperation.AccountMerge merge, OperationResultDetail result) {
        long balance = result instanceof Merged(long lumens) ? lumens : 0;
        notes.tellSource(Occurrence.out(HistoryKind.ACCOUNT_MERGED, balance, Asset.NATIVE)
                .with(merge.destination().toString()));
        notes.tell(
                merge.destination().account(),
                Occurrence.in(HistoryKind.ACCOUNT_MERGED, balance, Asset.NATIVE).with(notes.sourceAddress()));
    }

    private static void inflated(OperationNotes notes, OperationResultDetail result) {
        if (result instanceof Inflated inflated) {
            inflated.payouts().forEach(payout -> notes.touch(payout.destination()));
        }
    }
}
