package dev.latchkey.custody;

import dev.latchkey.custody.journal.KeyManagementRoutes;
import dev.latchkey.custody.key.KeyVault;
import dev.latchkey.custody.key.ServiceKey;
import dev.latchkey.custody.key.ServiceKeys;
import dev.latchkey.custody.legacy.ImportRoutes;
import dev.latchkey.custody.legacy.LegacyKeys;
import dev.latchkey.custody.signing.Signer;
import dev.latchkey.custody.signing.SigningRequest;
import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.custody.wallet.WalletLifecycle;
import dev.latchkey.custody.wallet.WalletOwners;
import dev.latchkey.custody.wallet.WalletView;
import dev.latchkey.custody.wallet.Wallets;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Route;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The room of keys: custodial wallets, the server's own keys, signing. No seed ever leaves it. */
public final class Custody implements WalletProvisioner, AutoCloseable {

    public static final Migrations.Room MIGRATIONS =
            Migrations.Room.of("custody", "V1__keys_and_wallets.sql", "V2__wallets_at_sign_up.sql");

    public static final SettingGroup SETTINGS = CustodySettings.GROUP;

    private final Database database;
    private final Wallets wallets;
    private final ServiceKeys serviceKeys;
    private final Signer signer;
    private final LegacyKeys legacyKeys;
    private final KeyManagementRoutes keyManagement;

    /** @param memory the pages that {@code cipher} opens into */
    public Custody(
            Database database,
            EnvelopeCipher cipher,
            SecretMemory memory,
            WalletLifecycle lifecycle,
            CustodyOptions options,
            Clock clock) {
        KeyVault vault = new KeyVault(cipher, memory);
        this.database = database;
        this.wallets = new Wallets(database, vault, lifecycle);
        this.serviceKeys = new ServiceKeys(vault, memory);
        this.signer = new Signer(vault);
        this.legacyKeys = new LegacyKeys(options.walletEncryptionKey(), vault, memory);
        this.keyManagement = new KeyManagementRoutes(database, clock);
    }

    /** @param owners who may have a wallet; identity knows, and is built after custody */
    public List<Route> routes(WalletOwners owners) {
        return Stream.of(
                        wallets.routes(owners),
                        keyManagement.routes(),
                        new ImportRoutes(database, legacyKeys, wallets).routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Provisioned ensure(Transaction tx, UUID projectId, UUID userId, WalletNetwork network, Origin origin) {
        return wallets.ensure(tx, projectId, userId, network, origin);
    }

    @Override
    public Optional<WalletSummary> existing(Handle sql, UUID projectId, UUID userId, WalletNetwork network) {
        return wallets.existing(sql, projectId, userId, network);
    }

    /** One signature in a transaction of its own; see {@link #signTransactions}. */
    public byte[] signTransaction(UUID walletOrServiceKeyId, byte[] transactionHash) {
        return database.write(tx -> signTransaction(tx, Origin.SYSTEM, walletOrServiceKeyId, transactionHash));
    }

    /** One signature; see {@link #signTransactions}. */
    public byte[] signTransaction(Transaction tx, Origin origin, UUID walletOrServiceKeyId, byte[] transactionHash) {
        return signTransactions(tx, origin, List.of(new SigningRequest(walletOrServiceKeyId, transactionHash)))
                .getFirst();
    }

    /**
     * Ed25519 signatures of 64 bytes over transaction hashes of 32 bytes, in the order of the requests. All keys are
     * read by one statement; the audit events ride with the caller's transaction.
     *
     * @throws dev.latchkey.platform.http.ApiException 404 for an unknown key, 409 {@code WALLET_NOT_ACTIVE} for the
     *     wallet's state, 422 {@code Key Decryption Failed} with its {@code reason}; refusals stay audited though the
     *     transaction is rolled back
     */
    public List<byte[]> signTransactions(Transaction tx, Origin origin, List<SigningRequest> requests) {
        return signer.sign(tx, origin, requests);
    }

    /** A new key of the server's own, e.g. {@code sponsor} or {@code channel}. */
    public ServiceKey createServiceKey(Transaction tx, WalletNetwork network, String purpose) {
        return serviceKeys.create(tx, network, purpose);
    }

    /**
     * Takes a key over from the configuration ({@code S…}), once; later calls answer what was stored then.
     *
     * @throws IllegalArgumentException if the text is not a seed
     */
    public ServiceKey importServiceKey(Transaction tx, WalletNetwork network, String purpose, Secret secretKey) {
        return serviceKeys.importOnce(tx, network, purpose, secretKey);
    }

    /** The server's own keys for one purpose, oldest first. */
    public List<ServiceKey> serviceKeys(Handle sql, WalletNetwork network, String purpose) {
        return serviceKeys.list(sql, network, purpose);
    }

    /** A project's wallet; empty for unknown, deleted and foreign ones. */
    public Optional<WalletFacts> wallet(UUID projectId, UUID walletId) {
        return database.read(sql -> wallets.find(sql, projectId, walletId));
    }

    /** As {@link #wallet(UUID, UUID)}, inside a transaction. */
    public Optional<WalletFacts> wallet(Handle sql, UUID projectId, UUID walletId) {
        return wallets.find(sql, projectId, walletId);
    }

    /** The user's live wallet on the network. */
    public Optional<WalletFacts> walletOf(Handle sql, UUID projectId, UUID userId, WalletNetwork network) {
        return wallets.ofUser(sql, projectId, userId, network);
    }

    /** All wallets of a user, newest first. */
    public List<WalletView> walletsOf(Handle sql, UUID projectId, UUID userId) {
        return wallets.ofUser(sql, projectId, userId);
    }

    /**
     * Two users have become one: gives the wallets of {@code from} to {@code into}.
     *
     * @throws dev.latchkey.platform.http.ApiException 409 if both have a live wallet on one network
     */
    public void usersMerged(Transaction tx, UUID from, UUID into, Origin origin) {
        wallets.changeOwner(tx, from, into, origin);
    }

    /** Wallets of any project, in no order; unknown and deleted ones are left out. */
    public List<WalletFacts> wallets(Handle sql, Collection<UUID> walletIds) {
        return wallets.byIds(sql, walletIds);
    }

    /** Wallets of any project by address ({@code G…}), in no order; addresses of others are left out. */
    public List<WalletFacts> walletsByPublicKeys(Handle sql, WalletNetwork network, Collection<String> publicKeys) {
        return wallets.byPublicKeys(sql, network, publicKeys);
    }

    /** Stores what the ledger says about the accounts of wallets. */
    public void ledgerStatusChanged(Transaction tx, List<UUID> walletIds, LedgerStatus status) {
        wallets.ledgerStatusChanged(tx, walletIds, status);
    }

    @Override
    public void close() {
        legacyKeys.close();
    }
}
