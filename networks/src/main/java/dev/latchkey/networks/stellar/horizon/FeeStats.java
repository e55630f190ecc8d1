package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;

/**
 * Fees of the last five ledgers, in stroops per operation.
 *
 * @param capacityUsage share of the last ledgers' room that was used, as a decimal text between 0 and 1
 * @param charged what was paid
 * @param bid what was offered
 */
public record FeeStats(
        long lastLedger, long lastLedgerBaseFee, String capacityUsage, Distribution charged, Distribution bid) {
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

    static FeeStats of(JsonFields fields) {
        return new FeeStats(
                fields.number("last_ledger"),
                fields.number("last_ledger_base_fee"),
                fields.text("ledger_capacity_usage"),
                Distribution.of(fields.object("fee_charged")),
                Distribution.of(fields.object("max_fee")));
    }
}
