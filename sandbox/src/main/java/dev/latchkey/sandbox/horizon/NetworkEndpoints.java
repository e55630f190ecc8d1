package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.network.FeeStats;
import dev.latchkey.sandbox.network.StellarNetwork;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code /}, {@code /fee_stats}: what the network is and costs. */
final class NetworkEndpoints {
    private final StellarNetwork network;
    private final Links links;

    NetworkEndpoints(StellarNetwork network, Links links) {
        this.network = network;
        this.links = links;
    }

    void addTo(Router router) {
        router.add("GET", "/", this::root).add("GET", "/fee_stats", this::feeStats);
    }

    private Answer root(Call call) {
        ClosedLedger latest = network.read(snapshot -> snapshot.history().latest());
        ObjectNode json = Links.object();
        json.set(
                "_links",
                links.of(
                        "account", "/accounts/{account_id}",
                        "accounts", "/accounts{?signer,sponsor,asset,cursor,limit,order}",
                        "account_transactions", "/accounts/{account_id}/transactions{?cursor,limit,order}",
                        "claimable_balances", "/claimable_balances{?asset,sponsor,claimant,cursor,limit,order}",
                        "assets", "/assets{?asset_code,asset_issuer,cursor,limit,order}",
                        "effects", "/effects{?cursor,limit,order}",
                        "fee_stats", "/fee_stats",
                        "friendbot", "/friendbot{?addr}",
                        "ledger", "/ledgers/{sequence}",
                        "ledgers", "/ledgers{?cursor,limit,order}",
                        "operation", "/operations/{id}",
                        "operations", "/operations{?cursor,limit,order,include_failed}",
                        "payments", "/payments{?cursor,limit,order,include_failed}",
                        "self", "/",
                        "transaction", "/transactions/{hash}",
                        "transactions", "/transactions{?cursor,limit,order}"));
        int protocol = network.parameters().protocolVersion();
        json.put("horizon_version", "latchkey-sandbox");
        json.put("core_version", "latchkey-sandbox");
        json.put("ingest_latest_ledger", latest.sequence());
        json.put("history_latest_ledger", latest.sequence());
        json.put("history_latest_ledger_closed_at", Times.iso(latest.header().closeTime()));
        json.put("history_elder_ledger", 1);
        json.put("core_latest_ledger", latest.sequence());
        json.put("network_passphrase", network.parameters().id().passphrase());
        json.put("current_protocol_version", protocol);
        json.put("supported_protocol_version", protocol);
        json.put("core_supported_protocol_version", protocol);
        return Answer.ok(json);
    }

    private Answer feeStats(Call call) {
        FeeStats stats = FeeStats.of(network);
        ObjectNode json = Links.object();
        json.put("last_ledger", Integer.toString(stats.ledger()));
        json.put("last_ledger_base_fee", Long.toString(stats.baseFee()));
        json.put("ledger_capacity_usage", stats.capacityUsage().toPlainString());
        put(json.putObject("fee_charged"), stats.charged().asMap());
        put(json.putObject("max_fee"), stats.bids().asMap());
        return Answer.ok(json);
    }

    private static void put(ObjectNode json, Map<String, Long> values) {
        values.forEach((name, value) -> json.put(name, Long.toString(value)));
    }
}
