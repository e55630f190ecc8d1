package dev.latchkey.payments.onboarding;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.custody.wallet.WalletLifecycle;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.reservation.BalanceView;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;

/** What becomes of a wallet on the ledger when it is made, and what keeps it from being deleted. */
public final class WalletsOnLedger implements WalletLifecycle {
    private final Networks networks;
    private final BalanceView balances;
    private final OnboardingQueue queue;

    public WalletsOnLedger(Networks networks, BalanceView balances, OnboardingQueue queue) {
        this.networks = networks;
        this.balances = balances;
        this.queue = queue;
    }

    @Override
    public void walletCreated(Transaction tx, WalletFacts wallet) {
        queue.enqueueAccount(tx, wallet);
    }

    @Override
    public void checkDeletable(Transaction tx, WalletFacts wallet) {
        if (hasOpenPayments(tx, wallet)) {
            throw ApiException.conflict("Wallet " + wallet.id() + " has open payments");
        }
        if (holdsFunds(wallet)) {
            throw ApiException.conflict("Wallet " + wallet.id() + " holds funds");
        }
    }

    @Override
    public void requireConfigured(WalletNetwork network) {
        networks.require(network);
    }

    private boolean holdsFunds(WalletFacts wallet) {
        try {
            return balances.holdsFunds(wallet);
        } catch (LedgerUnavailable away) {
            throw ApiException.unavailable("Stellar Horizon is unavailable. Please retry.", 5);
        }
    }

    private static boolean hasOpenPayments(Transaction tx, WalletFacts wallet) {
        return tx.sql()
                .createQuery("""
                        select exists (select from payments.transactions
                                       where sender_wallet_id = :wallet and phase <> 'DONE')
                            or exists (select from payments.transactions
                                       where receiver_wallet_id = :wallet and phase <> 'DONE')
                        """)
                .bind("wallet", wallet.id())
                .mapTo(Boolean.class)
                .one();
    }
}
