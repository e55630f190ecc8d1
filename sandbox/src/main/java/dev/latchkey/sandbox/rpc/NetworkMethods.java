package dev.latchkey.sandbox.rpc;

import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.network.FeeStats;
import dev.latchkey.sandbox.network.StellarNetwork;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code getHealth}, {@code getNetwork}, {@code getLatestLedger}, {@code getFeeStats}. */
final class NetworkMethods {
    private static final int RETENTION_LEDGERS = 120_960;
    private final StellarNetwork network;
    private final String friendbotUrl;

    NetworkMethods(StellarNetwork network, String friendbotUrl) {
        this.network = network;
        this.friendbotUrl = friendbotUrl;
    }

    void addTo(Map<String, RpcMethod> methods) {
        methods.put("getHealth", (parameters, call) -> new RpcMethod.Result(health()));
        methods.put("getNetwork", (parameters, call) -> new RpcMethod.Result(network()));
        methods.put("getLatestLedger", (parameters, call) -> new RpcMethod.Result(latestLedger()));
        methods.put("getFeeStats", (parameters, call) -> new RpcMethod.Result(feeStats()));
    }

    private ObjectNode health() {
        return object().put("status", "healthy")
                .put("latestLedger", latest().sequence())
                .put("oldestLedger", 1)
                .put("ledgerRetentionWindow", RETENTION_LEDGERS);
    }

    private ObjectNode network() {
        return object().put("friendbotUrl", friendbotUrl)
                .put("passphrase", network.parameters().id().passphrase())
                .put("protocolVersion", network.parameters().protocolVersion());
    }

    private ObjectNode latestLedger() {
        ClosedLedger latest = latest();
        return object().put("id", latest.hash())
                .put("protocolVersion", latest.header().protocolVersion())
                .put("sequence", latest.sequence());
    }

    private ObjectNode feeStats() {
        FeeStats stats = FeeStats.of(network);
        ObjectNode json = object();
        put(json.putObject("sorobanInclusionFee"), new FeeStats.Distribution(List.of(0L)), 0);
        put(json.putObject("inclusionFee"), stats.charged(), stats.transactions());
        json.put("latestLedger", stats.ledger());
        return json;
    }

    private static void put(ObjectNode json, FeeStats.Distribution distribution, int transactions) {
        distribution.asMap().forEach((name, value) -> json.put(name, Long.toString(value)));
        json.put("transactionCount", Integer.toString(transactions));
        json.put("ledgerCount", 5);
    }

    private ClosedLedger latest() {
        return network.read(snapshot -> snapshot.history().latest());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
