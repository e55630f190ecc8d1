package dev.latchkey.sandbox;

import dev.latchkey.sandbox.fault.AdminEndpoints;
import dev.latchkey.sandbox.fault.DelayingRouter;
import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.horizon.Horizon;
import dev.latchkey.sandbox.http.HttpFrontDoor;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.network.Friendbot;
import dev.latchkey.sandbox.network.LedgerCloser;
import dev.latchkey.sandbox.network.NetworkParameters;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.rpc.RpcEndpoint;
import dev.latchkey.sandbox.transaction.NetworkId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running Stellar network in a box: Horizon at {@link #horizonUrl()}, Soroban RPC at {@link #rpcUrl()}, friendbot, on
 * loopback only.
 */
public final class Sandbox implements AutoCloseable {
    private final StellarNetwork network;
    private final Friendbot friendbot;
    private final @Nullable LedgerCloser closer;
    private final HttpFrontDoor door;
    private final Faults faults;
    private final LedgerReads reads;

    private Sandbox(SandboxOptions options) {
        this.door = HttpFrontDoor.reserve(options.port());
        this.faults = new Faults(door::shutFor);
        try {
            this.network = new StellarNetwork(
                    parameters(options), options.clock(), expectedLedgerTime(options), faults, options.journal());
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
        boolean byHand = options.closing() instanceof Closing.ByHand;
        this.friendbot = new Friendbot(network, byHand ? network::closeLedger : () -> {});
        this.reads = new LedgerReads(network);
        this.closer = closer(options.closing());
        door.open(router(options), this::latestLedgerHeader);
    }

    /** Starts a sandbox; with a data folder it goes on where it stopped. */
    public static Sandbox start(SandboxOptions options) {
        return new Sandbox(options);
    }

    private static NetworkParameters parameters(SandboxOptions options) {
        return new NetworkParameters(
                new NetworkId(options.passphrase()),
                options.protocolVersion(),
                options.baseFee(),
                options.baseReserve(),
                options.operationsPerLedger(),
                options.clock().instant().getEpochSecond());
    }

    private static Duration expectedLedgerTime(SandboxOptions options) {
        return switch (options.closing()) {
            case Closing.ByHand hand -> Duration.ZERO;
            case Closing.ByClock(Duration period) -> period;
            case Closing.OnDemand(Duration period, Duration delay) -> delay;
        };
    }

    private @Nullable LedgerCloser closer(Closing closing) {
        return switch (closing) {
            case Closing.ByHand hand -> null;
            case Closing.ByClock(Duration period) -> LedgerCloser.every(network, period);
            case Closing.OnDemand(Duration period, Duration delay) -> LedgerCloser.onDemand(network, period, delay);
        };
    }

    private Router router(SandboxOptions options) {
        Router router = new Router();
        Horizon.addTo(router, network, friendbot, faults, horizonUrl(), options.submissionTimeout());
        new RpcEndpoint(network, faults, friendbotUrl()).addTo(router);
        if (options.adminToken() != null) {
            new AdminEndpoints(faults, network::closeLedger, options.adminToken()).addTo(router);
        }
        return new DelayingRouter(faults).around(router);
    }

    private Map<String, String> latestLedgerHeader() {
        return Map.of("Latest-Ledger", Integer.toString(reads.latestLedger()));
    }

    public String horizonUrl() {
        return "http://127.0.0.1:" + door.port();
    }

    public String rpcUrl() {
        return horizonUrl() + "/rpc";
    }

    public String friendbotUrl() {
        return horizonUrl() + "/friendbot";
    }

    public String passphrase() {
        return network.parameters().id().passphrase();
    }

    /** Secret seed of the account that held all lumens at genesis; known to everybody who knows the passphrase. */
    public String rootSecret() {
        return new String(network.rootKey().getSecretSeed());
    }

    /** Closes the next ledger now and returns its sequence. */
    public int closeLedger() {
        return network.closeLedger().sequence();
    }

    public Faults faults() {
        return faults;
    }

    /** What stands in the ledger. */
    public LedgerReads ledger() {
        return reads;
    }

    @Override
    public void close() {
        if (closer != null) {
            closer.close();
        }
        friendbot.close();
        door.close();
        network.close();
    }
}
