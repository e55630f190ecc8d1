package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.network.Friendbot;
import dev.latchkey.sandbox.network.StellarNetwork;
import java.time.Duration;

/** All of Horizon's addresses. */
public final class Horizon {
    private Horizon() {}

    /** {@code base} is the address that links begin with; {@code timeout} how long a submission waits for its ledger. */
    public static void addTo(
            Router router, StellarNetwork network, Friendbot friendbot, Faults faults, String base, Duration timeout) {
        Links links = new Links(base);
        Pages pages = new Pages(network, links, new EventStreams(network));
        HistoryEndpoints history = new HistoryEndpoints(network, pages, links);
        new NetworkEndpoints(network, links).addTo(router);
        new AccountEndpoints(network, faults, pages, new AccountJson(links)).addTo(router);
        history.addTo(router);
        new BalanceEndpoints(network, pages, links).addTo(router);
        new SubmissionEndpoints(network, faults, timeout, history.transactionJson()).addTo(router);
        new FriendbotEndpoint(friendbot, timeout, history.transactionJson()).addTo(router);
    }
}
