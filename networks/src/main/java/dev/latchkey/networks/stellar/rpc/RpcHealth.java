package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;

/** Whether a node is up to date, and the ledgers it keeps. */
public record RpcHealth(boolean healthy, long latestLedger, long oldestLedger, long retentionLedgers) {
    static RpcHealth of(JsonFields fields) {
        return new RpcHealth(
                fields.text("status").equals("healthy"),
                fields.number("latestLedger"),
                fields.number("oldestLedger"),
                fields.number("ledgerRetentionWindow"));
    }
}
