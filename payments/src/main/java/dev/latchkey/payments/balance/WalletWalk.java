package dev.latchkey.payments.balance;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.custody.wallet.WalletStatus;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.database.Database;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes over the active wallets of all networks that have, or are to have, an account. */
final class WalletWalk {
    private static final Logger LOG = LoggerFactory.getLogger(WalletWalk.class);
    private static final int BATCH = 200;
    /** So many failures in a row say that the node is away, not that an account is strange. */
    private static final int NODE_AWAY = 3;

    private final Database database;
    private final Networks networks;
    private final WalletBook wallets;

    WalletWalk(Database database, Networks networks, WalletBook wallets) {
        this.database = database;
        this.networks = networks;
        this.wallets = wallets;
    }

    /** One wallet after the other; answers for how many {@code act} did not fail. */
    int each(BiConsumer<LedgerNetwork, WalletFacts> act) {
        int processed = 0;
        for (LedgerNetwork network : networks.all()) {
            processed += each(network, act);
        }
        return processed;
    }

    /** Some wallets of one network at a time. */
    void batches(BiConsumer<LedgerNetwork, List<WalletFacts>> act) {
        for (LedgerNetwork network : networks.all()) {
            List<UUID> ids = idsAfter(network, new UUID(0, 0));
            while (!ids.isEmpty()) {
                List<WalletFacts> active = active(ids);
                if (!active.isEmpty()) {
                    act.accept(network, active);
                }
                ids = idsAfter(network, ids.getLast());
            }
        }
    }

    private int each(LedgerNetwork network, BiConsumer<LedgerNetwork, WalletFacts> act) {
        int processed = 0;
        int failedInARow = 0;
        List<UUID> ids = idsAfter(network, new UUID(0, 0));
        while (!ids.isEmpty()) {
            for (WalletFacts wallet : active(ids)) {
                boolean done = isDone(network, wallet, act);
                processed += done ? 1 : 0;
                failedInARow = done ? 0 : failedInARow + 1;
                if (failedInARow == NODE_AWAY) {
                    LOG.warn("the rest of the wallets on {} is left out: its node is away", network.name());
                    return processed;
                }
            }
            ids = idsAfter(network, ids.getLast());
        }
        return processed;
    }

    private static boolean isDone(
            LedgerNetwork network, WalletFacts wallet, BiConsumer<LedgerNetwork, WalletFacts> act) {
        try {
            act.accept(network, wallet);
            return true;
        } catch (LedgerUnavailable away) {
            LOG.warn("balances of wallet {} could not be read: {}", wallet.id(), away.getMessage());
            return false;
        }
    }

    private List<UUID> idsAfter(LedgerNetwork network, UUID last) {
        return database.read(sql -> sql.createQuery("""
                        select wallet_id from payments.accounts
                        where network = :network and wallet_id > :last order by wallet_id limit :limit
                        """)
                .bind("network", network.name())
                .bind("last", last)
                .bind("limit", BATCH)
                .mapTo(UUID.class)
                .list());
    }

    private List<WalletFacts> active(List<UUID> ids) {
        return database.read(sql -> wallets.wallets(sql, ids)).stream()
                .filter(wallet -> wallet.status() == WalletStatus.ACTIVE)
                .toList();
    }
}
