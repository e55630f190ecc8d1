package dev.latchkey.payments.reservation;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.money.AssetId;

/**
 * Balances of wallets as some ledger had them. Asked before a payment's transaction begins; the reservations know
 * which payments that reading cannot have seen yet.
 */
public interface BalanceView {

    /**
     * What the wallet's account could pay.
     *
     * @throws dev.latchkey.payments.ledger.LedgerUnavailable if nobody knows at present
     */
    Spendable spendable(WalletFacts wallet, AssetId asset);

    /** Whether the account holds lumens or a balance of any asset. */
    boolean holdsFunds(WalletFacts wallet);
}
