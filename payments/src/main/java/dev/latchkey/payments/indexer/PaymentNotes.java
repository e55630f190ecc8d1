package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.PathPaid;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.payments.history.Direction;
import dev.latchkey.payments.history.HistoryKind;

/** Payments. What a path payment took and brought is in its result, its operation only has the limits. */
final class PaymentNotes {
    private PaymentNotes() {}

    static void take(OperationNotes notes, PaymentOperation operation, OperationResultDetail result) {
        switch (operation) {
            case PaymentOperation.Payment(MuxedAccount to, Asset asset, long amount) ->
                payment(notes, to, asset, amount);
            case PaymentOperation.PathPaymentStrictReceive path ->
                path(
                        notes,
                        path.destination(),
                        path.sendAsset(),
                        ExchangeNotes.sent(result, path.sendAsset(), path.destinationAmount()),
                        result,
                        path.destinationAsset());
            case PaymentOperation.PathPaymentStrictSend path ->
                path(notes, path.destination(), path.sendAsset(), path.sendAmount(), result, path.destinationAsset());
        }
    }

    private static void payment(OperationNotes notes, MuxedAccount to, Asset asset, long amount) {
        boolean toItself = to.account().equals(notes.source());
        notes.tellSource(Occurrence.out(HistoryKind.PAYMENT_SENT, amount, asset)
                .directed(toItself ? Direction.NONE : Direction.OUT)
                .with(to.toString()));
        notes.tell(
                to.account(),
                Occurrence.in(HistoryKind.PAYMENT_RECEIVED, amount, asset).with(notes.sourceAddress()));
    }

    private static void path(
            OperationNotes notes,
            MuxedAccount to,
            Asset sentAsset,
            long sent,
            OperationResultDetail result,
            Asset receivedAsset) {
        if (!(result instanceof PathPaid paid)) {
            notes.touch(to.account());
            return;
        }
        if (to.account().equals(notes.source())) {
            notes.tellSource(ExchangeNotes.exchanged(paid.amount(), receivedAsset, sent, sentAsset));
        }
        notes.tellSource(Occurrence.out(HistoryKind.PATH_PAYMENT_SENT, sent, sentAsset)
                .exchangedFor(paid.amount(), receivedAsset)
                .with(to.toString()));
        notes.tell(
                to.account(),
                Occurrence.in(HistoryKind.PATH_PAYMENT_RECEIVED, paid.amount(), receivedAsset)
                        .exchangedFor(sent, sentAsset)
                        .with(notes.sourceAddress()));
        ExchangeNotes.tellSellers(notes, paid.offers());
    }
}
