package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;

/** Inclusion fees of recent ledgers in stroops: of contract transactions in total, of others per operation. */
public record RpcFeeStats(Distribution soroban, Distribution classic, long latestLedger) {
    /** Percentiles of fees. */
    public record Distribution(long min, long mode, long p50, long p90, long p95, long p99, long max) {
        static Distribution of(JsonFields fields) {
            return new Distribution(
                    fields.number("min"),
                    fields.number("mode"),
                    fields.number("p50"),
                    fields.number("p90"),
                    fields.number("p95"),
                    fields.number("p99"),
                    fields.number("max"));
        }
    }

    static RpcFeeStats of(JsonFields fields) {
        return new RpcFeeStats(
                Distribution.of(fields.object("sorobanInclusionFee")),
                Distribution.of(fields.object("inclusionFee")),
                fields.number("latestLedger"));
    }
}
