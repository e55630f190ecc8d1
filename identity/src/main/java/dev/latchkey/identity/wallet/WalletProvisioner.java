package dev.latchkey.identity.wallet;

import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Gives users their wallets: one live wallet per user and network. */
public interface WalletProvisioner {

    /** A user's wallet, and whether this call made it. */
    record Provisioned(WalletSummary wallet, boolean isNew) {}

    /**
     * The user's wallet on the network, made in the caller's transaction if there is none. However many calls run at
     * once, one makes it and all answer the same. The caller has made sure that the user may have one.
     *
     * @throws dev.latchkey.platform.http.ApiException 422 when the network is not configured
     */
    Provisioned ensure(Transaction tx, UUID projectId, UUID userId, WalletNetwork network, Origin origin);

    /** The user's live wallet on the network, in one statement. */
    Optional<WalletSummary> existing(Handle sql, UUID projectId, UUID userId, WalletNetwork network);
}
