package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.LiquidityPoolParameters;
import dev.latchkey.networks.stellar.xdr.TrustOperation;
import dev.latchkey.payments.history.Direction;
import dev.latchkey.payments.history.HistoryKind;

/** Trustlines, and what issuers do with those of others. */
final class TrustNotes {
    private static final long AUTHORIZED = 1;

    private TrustNotes() {}

    static void take(OperationNotes notes, TrustOperation operation) {
        switch (operation) {
            case TrustOperation.ChangeTrust change -> changed(notes, change);
            case TrustOperation.AllowTrust allow ->
                authorized(
                        notes,
                        allow.trustor(),
                        Asset.credit(allow.asset().text(), notes.source()),
                        (allow.authorize() & AUTHORIZED) != 0);
            case TrustOperation.SetTrustLineFlags flags -> flags(notes, flags);
            case TrustOperation.Clawback clawback -> {
                AccountId holder = clawback.from().account();
                notes.tell(
                        holder,
                        Occurrence.out(HistoryKind.CLAWBACK, clawback.amount(), clawback.asset())
                                .with(notes.sourceAddress()));
                notes.tellSource(Occurrence.in(HistoryKind.CLAWBACK, clawback.amount(), clawback.asset())
                        .with(clawback.from().toString()));
            }
        }
    }

    private static void changed(OperationNotes notes, TrustOperation.ChangeTrust change) {
        Occurrence occurrence =
                Occurrence.of(change.limit() == 0 ? HistoryKind.TRUSTLINE_REMOVED : HistoryKind.TRUSTLINE_ADDED);
        notes.tellSource(
                switch (change.line()) {
                    case Asset.Credit credit -> occurrence.asset(credit).with(credit.issuer());
                    case Asset.Native lumens -> occurrence.asset(lumens);
                    case LiquidityPoolParameters pool ->
                        occurrence.detail(pool.id().toString());
                });
    }

    private static void flags(OperationNotes notes, TrustOperation.SetTrustLineFlags flags) {
        boolean granted = (flags.setFlags() & AUTHORIZED) != 0;
        boolean revoked = (flags.clearFlags() & AUTHORIZED) != 0;
        notes.touch(flags.trustor());
        if (granted || revoked) {
            authorized(notes, flags.trustor(), flags.asset(), granted);
        }
    }

    private static void authorized(OperationNotes notes, AccountId holder, Asset asset, boolean granted) {
        Occurrence occurrence = Occurrence.of(HistoryKind.TRUSTLINE_AUTHORIZED)
                .directed(Direction.NONE)
                .asset(asset)
                .detail(granted ? "allowed" : "stopped");
        notes.tell(holder, occurrence.with(notes.sourceAddress()));
        notes.tellSource(occurrence.with(holder));
    }
}
