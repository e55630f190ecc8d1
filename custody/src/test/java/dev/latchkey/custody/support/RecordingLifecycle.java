package dev.latchkey.custody.support;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.custody.wallet.WalletLifecycle;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands for the payments room: notes what it is told, forbids what a test wants forbidden. */
public final class RecordingLifecycle implements WalletLifecycle {

    public final List<WalletFacts> created = new CopyOnWriteArrayList<>();
    public final Set<UUID> holdingFunds = ConcurrentHashMap.newKeySet();

    @Override
    public void walletCreated(Transaction tx, WalletFacts wallet) {
        created.add(wallet);
    }

    @Override
    public void checkDeletable(Transaction tx, WalletFacts wallet) {
        if (holdingFunds.contains(wallet.id())) {
            throw ApiException.conflict("Wallet with ID " + wallet.id() + " holds funds");
        }
    }

    /** Only TESTNET is configured. */
    @Override
    public void requireConfigured(WalletNetwork network) {
        if (network == WalletNetwork.MAINNET) {
            throw ApiException.unprocessable(
                    "NETWORK_NOT_CONFIGURED", "MAINNET is not configured: set STELLAR_MAINNET_HORIZON_URL");
        }
    }
}
