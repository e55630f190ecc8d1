package dev.latchkey.payments.balance;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.platform.database.Database;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads accounts again that ledgers have touched, or that somebody wants newer, one loop per network. What waits is in
 * the database, so that a restart forgets nothing; several servers share the work.
 */
public final class BalanceRefresher implements AutoCloseable {
    private final Map<WalletNetwork, RefreshLoop> loops;

    /** @param maxRetries how often a reading that no ledger asked for is repeated before it is given up */
    public BalanceRefresher(Database database, Networks networks, int maxRetries) {
        BalanceSync sync = new BalanceSync(database);
        this.loops = networks.all().stream()
                .map(network -> new RefreshLoop(database, network, sync, maxRetries))
                .collect(Collectors.toUnmodifiableMap(RefreshLoop::network, Function.identity()));
    }

    public void start() {
        loops.values().forEach(RefreshLoop::start);
    }

    /** There is something to read. Calls that come while it works are answered by one more round. */
    public void wake(WalletNetwork network) {
        RefreshLoop loop = loops.get(network);
        if (loop != null) {
            loop.wake();
        }
    }

    /** Reads what is due now, on the caller's thread's time; answers how many accounts that were. */
    public int refreshDue(WalletNetwork network) {
        RefreshLoop loop = loops.get(network);
        return loop == null ? 0 : loop.round().accounts();
    }

    @Override
    public void close() {
        List.copyOf(loops.values()).forEach(RefreshLoop::close);
    }
}
