package dev.latchkey.payments.reservation;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.money.AssetId;
import java.util.Optional;

/** Asks the network's node about each account. */
public final class LedgerBalanceView implements BalanceView {
    private final Networks networks;

    public LedgerBalanceView(Networks networks) {
        this.networks = networks;
    }

    @Override
    public Spendable spendable(WalletFacts wallet, AssetId asset) {
        LedgerNetwork network = networks.require(wallet.network());
        Optional<AccountState> account = network.account(wallet.publicKey());
        return account.map(state -> new Spendable(state.spendable(asset), state.asOfLedger()))
                .orElseGet(() -> new Spendable(0, 0));
    }

    @Override
    public boolean holdsFunds(WalletFacts wallet) {
        return networks.require(wallet.network())
                .account(wallet.publicKey())
                .map(AccountState::holdsFunds)
                .orElse(false);
    }
}
