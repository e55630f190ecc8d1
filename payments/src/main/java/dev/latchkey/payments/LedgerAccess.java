package dev.latchkey.payments;

import dev.latchkey.custody.wallet.WalletLifecycle;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.payments.ledger.HorizonNetwork;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.onboarding.OnboardingQueue;
import dev.latchkey.payments.onboarding.WalletsOnLedger;
import dev.latchkey.payments.reservation.BalanceView;
import dev.latchkey.payments.reservation.LedgerBalanceView;
import dev.latchkey.payments.work.Bells;
import dev.latchkey.platform.configuration.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The part of payments that exists before there are wallets: the networks, and what custody tells about new wallets. It
 * breaks the circle between the two rooms: custody is made with {@link #walletLifecycle()}, {@link Payments} with custody.
 */
public final class LedgerAccess implements AutoCloseable {
    private final Networks networks;
    private final Bells bells = new Bells();
    private final OnboardingQueue onboarding = new OnboardingQueue(bells::ring);
    private final BalanceView balances;

    /** To the networks that are configured, through Horizon. */
    public static LedgerAccess of(Settings settings) {
        Duration timeout = settings.get(PaymentsSettings.TIMEOUT);
        return of(StellarSettings.networks(settings), timeout);
    }

    /** To these networks, through Horizon. */
    public static LedgerAccess of(List<StellarNetwork> networks, Duration timeout) {
        return new LedgerAccess(networks.stream()
                .<LedgerNetwork>map(network -> new HorizonNetwork(network, timeout))
                .toList());
    }

    public LedgerAccess(List<LedgerNetwork> networks) {
        this.networks = new Networks(networks);
        this.balances = new LedgerBalanceView(this.networks);
    }

    /** Queues accounts for new wallets and keeps wallets with funds or open payments from being deleted. */
    public WalletLifecycle walletLifecycle() {
        return new WalletsOnLedger(networks, balances, onboarding);
    }

    public Networks networks() {
        return networks;
    }

    public OnboardingQueue onboarding() {
        return onboarding;
    }

    BalanceView balances() {
        return balances;
    }

    Bells bells() {
        return bells;
    }

    void start() {
        networks.all().forEach(LedgerNetwork::start);
    }

    @Override
    public void close() {
        networks.all().forEach(LedgerNetwork::close);
    }
}
