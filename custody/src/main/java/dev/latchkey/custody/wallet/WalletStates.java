package dev.latchkey.custody.wallet;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an application moves wallets between states, and deletes them (mux-api.md 6.2, decision 28). */
final class WalletStates {

    private final Database database;
    private final WalletStore store;
    private final WalletLifecycle lifecycle;

    WalletStates(Database database, WalletStore store, WalletLifecycle lifecycle) {
        this.database = database;
        this.store = store;
        this.lifecycle = lifecycle;
    }

    /** Throws 409 for a move that 6.2 does not know or that is the server's own; staying is no move. */
    WalletRow change(UUID projectId, UUID id, @Nullable WalletStatus wanted, Origin origin) {
        return database.write(tx -> {
            WalletRow wallet = locked(tx, projectId, id);
            if (wanted == null || wanted == wallet.status()) {
                return wallet;
            }
            if (!wanted.settable() || !wallet.status().next().contains(wanted)) {
                throw impossible(wallet.status(), wanted);
            }
            return moved(tx, wallet, wanted, null, origin);
        });
    }

    /** PROVISIONING to ACTIVE; throws 409 in any other state. */
    WalletRow activate(UUID projectId, UUID id, Origin origin) {
        return database.write(tx -> {
            WalletRow wallet = locked(tx, projectId, id);
            if (wallet.status() != WalletStatus.PROVISIONING) {
                throw impossible(wallet.status(), WalletStatus.ACTIVE);
            }
            return moved(tx, wallet, WalletStatus.ACTIVE, "Wallet provisioned and activated", origin);
        });
    }

    /** Disables and hides the wallet; its key stays. Throws 409 with funds, open payments or in a rotation chain. */
    WalletRow delete(UUID projectId, UUID id, Origin origin) {
        return database.write(tx -> {
            WalletRow wallet = locked(tx, projectId, id);
            if (wallet.rotatedFromId() != null || wallet.successorId() != null) {
                throw ApiException.conflict("Wallet with ID " + id + " is part of a rotation chain");
            }
            lifecycle.checkDeletable(tx, wallet.facts());
            WalletRow deleted = wallet.deletedAt(tx.now());
            store.delete(tx.sql(), deleted, tx.now());
            tx.audit(WalletEvents.deleted(origin, wallet));
            return deleted;
        });
    }

    static ApiException unknown(Object id) {
        return ApiException.notFound("Wallet with ID " + id + " not found");
    }

    private WalletRow locked(Transaction tx, UUID projectId, UUID id) {
        return store.lock(tx.sql(), projectId, id).orElseThrow(() -> unknown(id));
    }

    private WalletRow moved(
            Transaction tx, WalletRow wallet, WalletStatus status, @Nullable String reason, Origin origin) {
        store.changeStatus(tx.sql(), wallet.id(), status, reason, tx.now());
        tx.audit(WalletEvents.statusChanged(origin, wallet, status));
        return wallet.movedTo(status, reason, tx.now());
    }

    private static ApiException impossible(WalletStatus from, WalletStatus to) {
        return ApiException.conflict("Invalid wallet status transition: " + from + " -> " + to);
    }
}
