package dev.latchkey.custody.wallet;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Transaction;

/** What the room that moves value wants to know and to forbid; called inside the transaction of the act. */
public interface WalletLifecycle {

    /** A wallet was made: its account has to appear on the ledger. */
    void walletCreated(Transaction tx, WalletFacts wallet);

    /**
     * A wallet is about to be deleted; its row is locked.
     *
     * @throws dev.latchkey.platform.http.ApiException 409 if it holds funds or has open payments
     */
    void checkDeletable(Transaction tx, WalletFacts wallet);

    /**
     * Whether wallets on the network can work.
     *
     * @throws dev.latchkey.platform.http.ApiException 422 naming the missing setting
     */
    void requireConfigured(WalletNetwork network);
}
