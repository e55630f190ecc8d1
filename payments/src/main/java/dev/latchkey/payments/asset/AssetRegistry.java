package dev.latchkey.payments.asset;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.onboarding.OnboardingQueue;
import dev.latchkey.payments.onboarding.ProjectAssets;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which assets the wallets of a project get trustlines for. */
public final class AssetRegistry implements ProjectAssets {
    /** Every one costs the platform a reserve per wallet, and must fit a wallet's first transaction. */
    static final int MAX_PER_NETWORK = 20;

    private final Database database;
    private final OnboardingQueue onboarding;
    private final ProjectAssetStore store = new ProjectAssetStore();

    public AssetRegistry(Database database, OnboardingQueue onboarding) {
        this.database = database;
        this.onboarding = onboarding;
    }

    /**
     * The assets that a wallet which is brought to the ledger needs. An asset that is being added at the same time either
     * is in the answer or finds the wallet: the answer waits for it.
     */
    @Override
    public List<AssetId> assets(Handle sql, UUID projectId, WalletNetwork network) {
        return store.forNewWallet(sql, projectId, network);
    }

    List<ProjectAsset> list(UUID projectId, int limit, long offset) {
        return database.read(sql -> store.list(sql, projectId, limit, offset));
    }

    /** Adds it and asks for its trustlines; throws 409 when the project has it, 422 when it has too many. */
    ProjectAsset add(UUID projectId, WalletNetwork network, AssetId asset, Origin origin) {
        return database.write(tx -> add(tx, projectId, network, asset, origin));
    }

    /** Stops new trustlines; those that are open stay. Empty when the project has no such asset. */
    Optional<ProjectAsset> remove(UUID projectId, UUID id, Origin origin) {
        return database.write(tx -> {
            Optional<ProjectAsset> removed = store.delete(tx, projectId, id);
            removed.ifPresent(asset -> tx.audit(event("asset.removed", asset, origin)));
            return removed;
        });
    }

    private ProjectAsset add(Transaction tx, UUID projectId, WalletNetwork network, AssetId asset, Origin origin) {
        store.lock(tx, projectId);
        if (store.count(tx.sql(), projectId, network) >= MAX_PER_NETWORK) {
            throw ApiException.unprocessable(
                    "TOO_MANY_ASSETS", "A project has at most " + MAX_PER_NETWORK + " assets on each network");
        }
        ProjectAsset added = store.insert(tx, projectId, network, asset)
                .orElseThrow(() -> ApiException.conflict(
                        "Asset " + asset + " already exists in project " + projectId + " on " + network));
        onboarding.enqueueTrustlines(tx, projectId, network, asset);
        tx.audit(event("asset.added", added, origin));
        return added;
    }

    private static AuditEvent event(String type, ProjectAsset asset, Origin origin) {
        return AuditEvent.success(type, origin, asset.projectId(), "asset", asset.id())
                .with("network", asset.network().name())
                .with("asset", asset.code() + ":" + asset.issuer());
    }
}
