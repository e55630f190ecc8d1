package dev.latchkey.payments.onboarding;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Transaction;
import java.util.UUID;

/** Where others ask for accounts and trustlines; one statement each, so that no sign-in waits for the ledger. */
public final class OnboardingQueue {
    private final Runnable queued;
    private final OnboardingStore store = new OnboardingStore();

    /** @param queued told after something was stored */
    public OnboardingQueue(Runnable queued) {
        this.queued = queued;
    }

    /** The wallet's account shall appear on the ledger, with trustlines for the assets its project then has. */
    public void enqueueAccount(Transaction tx, WalletFacts wallet) {
        store.enqueue(tx, wallet);
        tx.afterCommit(queued);
    }

    /** All wallets of the project on the network shall be able to hold the asset; its issuer needs no line. */
    public void enqueueTrustlines(Transaction tx, UUID projectId, WalletNetwork network, AssetId asset) {
        if (asset.isNative()) {
            throw new IllegalArgumentException("lumens need no trustline");
        }
        store.enqueueLines(tx, projectId, network, asset);
        tx.afterCommit(queued);
    }
}
