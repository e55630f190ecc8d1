package dev.latchkey.custody.wallet;

import dev.latchkey.custody.wallet.CreationRecords.Creation;
import dev.latchkey.custody.wallet.WalletBodies.CreateWallet;
import dev.latchkey.custody.wallet.WalletBodies.OrchestrateWallet;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an application makes wallets for its users (mux-api.md 5.7 and 3). */
final class WalletCreation {

    private final Database database;
    private final WalletStore store;
    private final CreationRecords records = new CreationRecords();
    private final Provisioning provisioning;
    private final WalletLifecycle lifecycle;
    private final WalletOwners owners;

    WalletCreation(
            Database database,
            WalletStore store,
            Provisioning provisioning,
            WalletLifecycle lifecycle,
            WalletOwners owners) {
        this.database = database;
        this.store = store;
        this.provisioning = provisioning;
        this.lifecycle = lifecycle;
        this.owners = owners;
    }

    /** Throws 404 for an unknown user, 403 for an inactive one, 409 if there is a wallet. */
    WalletRow create(UUID projectId, CreateWallet wanted, Origin origin) {
        UUID userId = activeOwner(projectId, wanted.userId());
        return database.write(tx -> {
            Provisioning.Outcome outcome = provisioning.ensure(tx, projectId, userId, wanted.network(), origin);
            if (!outcome.isNew()) {
                throw ApiException.conflict("User already has a wallet on " + wanted.network());
            }
            return outcome.wallet();
        });
    }

    /** Throws 404 and 403 as above, 409 if the idempotency key was used for another user or network. */
    Provisioning.Outcome orchestrate(UUID projectId, OrchestrateWallet wanted, Origin origin) {
        UUID userId = activeOwner(projectId, wanted.userId());
        String key = wanted.idempotencyKey();
        return database.write(tx -> key == null
                ? provisioning.ensure(tx, projectId, userId, wanted.network(), origin)
                : once(tx, projectId, userId, wanted.network(), key, origin));
    }

    /** Whether {@link #create} would make a wallet now. */
    boolean isPossible(UUID projectId, String userId, WalletNetwork network) {
        Optional<UUID> owner =
                Call.parseUuid(userId).filter(id -> owners.owner(projectId, id) == WalletOwners.Owner.ACTIVE);
        return owner.isPresent()
                && isConfigured(network)
                && database.read(sql -> store.live(sql, projectId, owner.get(), network))
                        .isEmpty();
    }

    private Provisioning.Outcome once(
            Transaction tx, UUID projectId, UUID userId, WalletNetwork network, String key, Origin origin) {
        records.lock(tx.sql(), projectId, key);
        Optional<Creation> earlier = records.find(tx.sql(), projectId, key, tx.now());
        if (earlier.isPresent() && !earlier.get().isFor(userId, network)) {
            throw ApiException.conflict(
                    "Idempotency key \"" + key + "\" was already used for a different userId or network");
        }
        @Nullable
        WalletRow made = earlier.flatMap(creation -> store.find(tx.sql(), projectId, creation.walletId()))
                .orElse(null);
        if (made != null) {
            return new Provisioning.Outcome(made, true);
        }
        Provisioning.Outcome outcome = provisioning.ensure(tx, projectId, userId, network, origin);
        if (outcome.isNew()) {
            records.save(tx.sql(), projectId, key, outcome.wallet(), tx.now());
        }
        return outcome;
    }

    private UUID activeOwner(UUID projectId, String userId) {
        UUID id = Call.parseUuid(userId).orElseThrow(() -> unknown(userId));
        return switch (owners.owner(projectId, id)) {
            case UNKNOWN -> throw unknown(userId);
            case INACTIVE -> throw ApiException.forbidden("Account is inactive");
            case ACTIVE -> id;
        };
    }

    private boolean isConfigured(WalletNetwork network) {
        try {
            lifecycle.requireConfigured(network);
            return true;
        } catch (ApiException missing) {
            return false;
        }
    }

    private static ApiException unknown(String userId) {
        return ApiException.notFound("User with ID " + userId + " not found");
    }
}
