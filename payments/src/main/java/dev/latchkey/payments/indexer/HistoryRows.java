package dev.latchkey.payments.indexer;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.payments.history.ClaimableAmount;
import dev.latchkey.payments.history.HistoryKind;
import dev.latchkey.payments.history.HistoryRow;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.money.AssetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers one ledger's history of our wallets. */
final class HistoryRows {
    private final ClosedLedger ledger;
    private final Map<String, WalletFacts> ours;
    private final List<HistoryRow> rows = new ArrayList<>();
    private final Map<String, ClaimableAmount> madeHere = new HashMap<>();

    /** @param ours wallets by address */
    HistoryRows(ClosedLedger ledger, Map<String, WalletFacts> ours) {
        this.ledger = ledger;
        this.ours = ours;
    }

    void add(int transactionIndex, DecodedTransaction transaction) {
        for (int index = 0; index < transaction.operations().size(); index++) {
            for (Map.Entry<AccountId, Occurrence> told :
                    transaction.operations().get(index).occurrences().entrySet()) {
                Occurrence occurrence = told.getValue();
                remember(occurrence);
                WalletFacts wallet = ours.get(told.getKey().toString());
                if (wallet != null) {
                    rows.add(row(transactionIndex, index, wallet, occurrence, transaction.memo()));
                }
            }
        }
    }

    /**
     * All rows; those that took a claimable balance get its amount.
     *
     * @param stored amounts of balances that earlier ledgers made, by their ids
     */
    List<HistoryRow> withClaims(Function<Collection<String>, Map<String, ClaimableAmount>> stored) {
        Set<String> unknown = rows.stream()
                .filter(row -> row.amount() == null && row.claimableBalance() != null)
                .map(row -> String.valueOf(row.claimableBalance()))
                .filter(id -> !madeHere.containsKey(id))
                .collect(Collectors.toSet());
        Map<String, ClaimableAmount> known = new HashMap<>(madeHere);
        if (!unknown.isEmpty()) {
            known.putAll(stored.apply(unknown));
        }
        return rows.stream().map(row -> claimed(row, known)).toList();
    }

    private static HistoryRow claimed(HistoryRow row, Map<String, ClaimableAmount> known) {
        String id = row.claimableBalance();
        ClaimableAmount amount = id == null || row.amount() != null ? null : known.get(id);
        return amount == null ? row : row.withAmount(amount.amount(), amount.asset());
    }

    private void remember(Occurrence occurrence) {
        String id = occurrence.claimableBalance();
        Long amount = occurrence.amount();
        AssetId asset = occurrence.asset();
        if (occurrence.kind() == HistoryKind.CLAIMABLE_BALANCE_CREATED
                && id != null
                && amount != null
                && asset != null) {
            madeHere.put(id, new ClaimableAmount(amount, asset));
        }
    }

    private HistoryRow row(
            int transactionIndex,
            int operationIndex,
            WalletFacts wallet,
            Occurrence occurrence,
            @Nullable String memo) {
        IncludedTransaction included = ledger.transactions().get(transactionIndex);
        Optional<WalletFacts> counterparty = Counterparties.account(occurrence.counterparty())
                .map(ours::get)
                .filter(other -> other.projectId().equals(wallet.projectId()));
        return new HistoryRow(
                UUID.randomUUID(),
                wallet.projectId(),
                wallet.id(),
                ledger.network(),
                ledger.sequence(),
                transactionIndex,
                operationIndex,
                occurrence.kind(),
                occurrence.direction(),
                occurrence.amount(),
                occurrence.asset(),
                occurrence.exchangedAmount(),
                occurrence.exchangedAsset(),
                occurrence.counterparty(),
                counterparty.map(WalletFacts::id).orElse(null),
                counterparty.map(WalletFacts::userId).orElse(null),
                memo,
                occurrence.detail(),
                occurrence.claimableBalance(),
                included.hash(),
                included.signedHash(),
                ledger.closedAt());
    }
}
