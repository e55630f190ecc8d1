package dev.latchkey.payments.indexer;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.XdrException;
import dev.latchkey.payments.balance.BalanceRefreshes;
import dev.latchkey.payments.history.HistoryStore;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.ledger.LedgerListener;
import dev.latchkey.platform.database.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the ledger for our wallets: writes their history and notes whose balances have to be read again. It never
 * reckons a balance itself. A ledger costs four statements at most, whatever it holds.
 */
public final class Indexer implements LedgerListener {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

    private final WalletAddresses wallets;
    private final Consumer<WalletNetwork> touched;
    private final TransactionDecoder decoder = new TransactionDecoder();
    private final BalanceRefreshes refreshes = new BalanceRefreshes();
    private final HistoryStore history = new HistoryStore();

    /** @param touched told after the commit that accounts of a network have to be read again */
    public Indexer(WalletAddresses wallets, Consumer<WalletNetwork> touched) {
        this.wallets = wallets;
        this.touched = touched;
    }

    @Override
    public void ledgerClosed(Transaction tx, ClosedLedger ledger) {
        Map<Integer, DecodedTransaction> decoded = decode(ledger);
        Map<String, WalletFacts> ours = ours(tx, ledger.network(), decoded);
        if (ours.isEmpty()) {
            return;
        }
        Set<AccountId> changed = decoded.values().stream()
                .flatMap(transaction -> transaction.touched().stream())
                .collect(Collectors.toSet());
        List<WalletFacts> stale = ours.values().stream()
                .filter(wallet -> changed.contains(AccountId.parse(wallet.publicKey())))
                .toList();
        if (!stale.isEmpty()) {
            refreshes.touch(tx, ledger.network(), ledger.sequence(), stale);
            tx.afterCommit(() -> touched.accept(ledger.network()));
        }
        HistoryRows rows = new HistoryRows(ledger, ours);
        decoded.forEach(rows::add);
        history.insert(tx, rows.withClaims(unknown -> history.claimable(tx.sql(), ledger.network(), unknown)));
    }

    private Map<Integer, DecodedTransaction> decode(ClosedLedger ledger) {
        Map<Integer, DecodedTransaction> decoded = new LinkedHashMap<>();
        for (int index = 0; index < ledger.transactions().size(); index++) {
            IncludedTransaction included = ledger.transactions().get(index);
            try {
                decoded.put(index, decoder.decode(included));
            } catch (XdrException unreadable) {
                // Payments must not stop for a strange transaction; the periodic sync mends balances it has changed.
                LOG.error(
                        "{} in ledger {} is left out of history: {}",
                        included.hash(),
                        ledger.sequence(),
                        unreadable.getMessage());
            }
        }
        return decoded;
    }

    private Map<String, WalletFacts> ours(
            Transaction tx, WalletNetwork network, Map<Integer, DecodedTransaction> decoded) {
        Set<String> addresses = new TreeSet<>();
        for (DecodedTransaction transaction : decoded.values()) {
            transaction.touched().forEach(account -> addresses.add(account.toString()));
            transaction.operations().stream()
                    .flatMap(operation -> operation.occurrences().values().stream())
                    .forEach(occurrence ->
                            Counterparties.account(occurrence.counterparty()).ifPresent(addresses::add));
        }
        if (addresses.isEmpty()) {
            return Map.of();
        }
        return wallets.find(tx.sql(), network, addresses).stream()
                .collect(Collectors.toMap(WalletFacts::publicKey, Function.identity()));
    }
}
