package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.ClaimAtom;
import dev.latchkey.networks.stellar.xdr.ClaimAtom.Trade;
import dev.latchkey.networks.stellar.xdr.LiquidityPoolOperation;
import dev.latchkey.networks.stellar.xdr.OfferOperation;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.OfferPlaced;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.PathPaid;
import dev.latchkey.networks.stellar.xdr.PoolId;
import dev.latchkey.payments.history.HistoryKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Exchanges: whoever's offers are taken has other balances afterwards without having done anything. */
final class ExchangeNotes {
    private ExchangeNotes() {}

    static void take(OperationNotes notes, OfferOperation operation, OperationResultDetail result) {
        if (result instanceof OfferPlaced placed) {
            sum(placed.claimed())
                    .forEach(pair -> notes.tellSource(
                            exchanged(pair.amountSold(), pair.sold(), pair.amountBought(), pair.bought())));
            tellSellers(notes, placed.claimed());
        }
        notes.tellSource(Occurrence.of(HistoryKind.OFFER_CHANGED).asset(selling(operation)));
    }

    static void take(OperationNotes notes, LiquidityPoolOperation operation) {
        switch (operation) {
            case LiquidityPoolOperation.Deposit deposit -> pool(notes, HistoryKind.LIQUIDITY_DEPOSITED, deposit.pool());
            case LiquidityPoolOperation.Withdraw withdraw ->
                pool(notes, HistoryKind.LIQUIDITY_WITHDRAWN, withdraw.pool());
        }
    }

    /** Something came (amount and asset), something else went. */
    static Occurrence exchanged(long received, Asset receivedAsset, long given, Asset givenAsset) {
        return Occurrence.of(HistoryKind.ASSET_EXCHANGED)
                .amount(received, receivedAsset)
                .exchangedFor(given, givenAsset);
    }

    static void tellSellers(OperationNotes notes, List<ClaimAtom> atoms) {
        Map<AccountId, Trade> bySeller = new LinkedHashMap<>();
        for (ClaimAtom atom : atoms) {
            switch (atom) {
                case ClaimAtom.OfferV0 offer -> merge(bySeller, new AccountId(offer.seller()), offer.trade());
                case ClaimAtom.Offer offer -> merge(bySeller, offer.seller(), offer.trade());
                case ClaimAtom.Pool pool -> {}
            }
        }
        bySeller.forEach((seller, trade) ->
                notes.tell(seller, exchanged(trade.amountBought(), trade.bought(), trade.amountSold(), trade.sold())));
    }

    /** What a path payment with an exact arriving amount took from the sender. */
    static long sent(OperationResultDetail result, Asset sentAsset, long withoutExchange) {
        if (!(result instanceof PathPaid paid) || paid.offers().isEmpty()) {
            return withoutExchange;
        }
        Asset first = trade(paid.offers().getFirst()).bought();
        if (!first.equals(sentAsset)) {
            return withoutExchange;
        }
        long sum = 0;
        for (ClaimAtom atom : paid.offers()) {
            Trade trade = trade(atom);
            if (!trade.bought().equals(sentAsset)) {
                break;
            }
            sum = Math.addExact(sum, trade.amountBought());
        }
        return sum;
    }

    private static void pool(OperationNotes notes, HistoryKind kind, PoolId pool) {
        notes.tellSource(Occurrence.of(kind).detail(pool.toString()));
    }

    private static void merge(Map<AccountId, Trade> bySeller, AccountId seller, Trade trade) {
        bySeller.merge(seller, trade, (one, other) -> isSamePair(one, other) ? plus(one, other) : one);
    }

    private static List<Trade> sum(List<ClaimAtom> atoms) {
        return atoms.stream().map(ExchangeNotes::trade).reduce(ExchangeNotes::plus).stream()
                .toList();
    }

    private static boolean isSamePair(Trade one, Trade other) {
        return one.sold().equals(other.sold()) && one.bought().equals(other.bought());
    }

    private static Trade plus(Trade one, Trade other) {
        return new Trade(
                one.sold(),
                Math.addExact(one.amountSold(), other.amountSold()),
                one.bought(),
                Math.addExact(one.amountBought(), other.amountBought()));
    }

    private static Trade trade(ClaimAtom atom) {
        return switch (atom) {
            case ClaimAtom.OfferV0 offer -> offer.trade();
            case ClaimAtom.Offer offer -> offer.trade();
            case ClaimAtom.Pool pool -> pool.trade();
        };
    }

    private static Asset selling(OfferOperation operation) {
        return switch (operation) {
            case OfferOperation.ManageSellOffer offer -> offer.selling();
            case OfferOperation.ManageBuyOffer offer -> offer.selling();
            case OfferOperation.CreatePassiveSellOffer offer -> offer.selling();
        };
    }
}
