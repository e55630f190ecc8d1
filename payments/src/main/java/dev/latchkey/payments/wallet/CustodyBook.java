package dev.latchkey.payments.wallet;

import dev.latchkey.custody.Custody;
import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Custody as payments see it: its wallets. */
public final class CustodyBook implements WalletBook {
    private final Database database;
    private final Custody custody;

    public CustodyBook(Database database, Custody custody) {
        this.database = database;
        this.custody = custody;
    }

    @Override
    public Optional<WalletFacts> wallet(UUID projectId, UUID walletId) {
        return custody.wallet(projectId, walletId);
    }

    @Override
    public Optional<WalletFacts> walletOf(UUID projectId, UUID userId, WalletNetwork network) {
        return database.read(sql -> custody.walletOf(sql, projectId, userId, network));
    }

    @Override
    public Optional<WalletFacts> byAddress(WalletNetwork network, String address) {
        return database.read(sql -> byAddresses(sql, network, List.of(address))).stream()
                .findFirst();
    }

    @Override
    public List<WalletFacts> byAddresses(Handle sql, WalletNetwork network, Collection<String> addresses) {
        return custody.walletsByPublicKeys(sql, network, addresses);
    }

    @Override
    public List<WalletFacts> wallets(Handle sql, Collection<UUID> walletIds) {
        return custody.wallets(sql, walletIds);
    }

    @Override
    public void ledgerStatusChanged(Transaction tx, List<UUID> walletIds, LedgerStatus status) {
        custody.ledgerStatusChanged(tx, walletIds, status);
    }
}
