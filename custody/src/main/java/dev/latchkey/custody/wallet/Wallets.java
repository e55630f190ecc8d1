package dev.latchkey.custody.wallet;

import dev.latchkey.custody.key.KeyEvents;
import dev.latchkey.custody.key.KeyVault;
import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Route;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The wallets: what other rooms do with them, and their routes. */
public final class Wallets implements WalletProvisioner {

    private final WalletStore store = new WalletStore();
    private final Provisioning provisioning;

    private final Database database;
    private final WalletLifecycle lifecycle;

    public Wallets(Database database, KeyVault vault, WalletLifecycle lifecycle) {
        this.provisioning = new Provisioning(store, vault, lifecycle);
        this.database = database;
        this.lifecycle = lifecycle;
    }

    /** @param owners who may have a wallet */
    public List<Route> routes(WalletOwners owners) {
        WalletCreation creation = new WalletCreation(database, store, provisioning, lifecycle, owners);
        WalletStates states = new WalletStates(database, store, lifecycle);
        return Stream.concat(
                        new WalletRoutes(database, store, creation, states).routes().stream(),
                        new OrchestrationRoutes(database, store, creation).routes().stream())
                .toList();
    }

    @Override
    public Provisioned ensure(Transaction tx, UUID projectId, UUID userId, WalletNetwork network, Origin origin) {
        Provisioning.Outcome outcome = provisioning.ensure(tx, projectId, userId, network, origin);
        return new Provisioned(outcome.wallet().summary(), outcome.isNew());
    }

    @Override
    public Optional<WalletSummary> existing(Handle sql, UUID projectId, UUID userId, WalletNetwork network) {
        return store.live(sql, projectId, userId, network).map(WalletRow::summary);
    }

    /** The user's live wallet on the network. */
    public Optional<WalletFacts> ofUser(Handle sql, UUID projectId, UUID userId, WalletNetwork network) {
        return store.live(sql, projectId, userId, network).map(WalletRow::facts);
    }

    /** A project's wallet; empty for unknown, deleted and foreign ones. */
    public Optional<WalletFacts> find(Handle sql, UUID projectId, UUID walletId) {
        return store.find(sql, projectId, walletId).map(WalletRow::facts);
    }

    /** Wallets of any project, in no order; unknown and deleted ones are left out. */
    public List<WalletFacts> byIds(Handle sql, Collection<UUID> walletIds) {
        return facts(store.byIds(sql, walletIds));
    }

    /** Wallets of any project by address ({@code G…}), in no order; addresses of others are left out. */
    public List<WalletFacts> byPublicKeys(Handle sql, WalletNetwork network, Collection<String> publicKeys) {
        return facts(store.byPublicKeys(sql, network, publicKeys));
    }

    /**
     * Gives a user a wallet with a key that exists already; the wallet with this key if the user has it.
     *
     * @throws ApiException 409 if the user has another wallet on the network, or another wallet has the key
     */
    public WalletView takeOver(UUID userId, SealedKey key, Origin origin) {
        lifecycle.requireConfigured(key.binding().network());
        try {
            WalletRow wallet = database.write(tx -> provisioning.ensure(tx, userId, key, KeyEvents.IMPORTED, origin))
                    .wallet();
            if (!wallet.publicKey().equals(key.binding().publicKey())) {
                throw ApiException.conflict("User already has a wallet on " + wallet.network());
            }
            return WalletView.of(wallet);
        } catch (RuntimeException failure) {
            throw Violations.isUnique(failure) ? ApiException.conflict("This key belongs to another wallet") : failure;
        }
    }

    /** All wallets of a user, newest first. */
    public List<WalletView> ofUser(Handle sql, UUID projectId, UUID userId) {
        return store.ofUser(sql, projectId, userId).stream().map(WalletView::of).toList();
    }

    /**
     * Gives all wallets of a user to another one of the same project: keys are bound to wallet and project, not to users.
     *
     * @throws ApiException 409 if both have a live wallet on one network
     */
    public void changeOwner(Transaction tx, UUID from, UUID into, Origin origin) {
        List<String> shared = store.sharedNetworks(tx.sql(), from, into);
        if (!shared.isEmpty()) {
            throw ApiException.conflict("Both accounts have a wallet on " + String.join(", ", shared)
                    + "; empty and delete one of them first");
        }
        store.changeOwner(tx.sql(), from, into, tx.now())
                .forEach(wallet ->
                        tx.audit(WalletEvents.ownerChanged(origin, wallet.projectId(), wallet.id(), from, into)));
    }

    /** What the ledger says about the accounts of wallets. */
    public void ledgerStatusChanged(Transaction tx, Collection<UUID> walletIds, LedgerStatus status) {
        store.changeLedgerStatus(tx.sql(), walletIds, status, tx.now())
                .forEach(wallet -> tx.audit(WalletEvents.ledgerStatusChanged(wallet.projectId(), wallet.id(), status)));
    }

    private static List<WalletFacts> facts(List<WalletRow> rows) {
        return rows.stream().map(WalletRow::facts).toList();
    }
}
