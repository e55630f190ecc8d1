package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import java.time.Instant;

/**
 * What a Horizon says of itself.
 *
 * @param coreLatestLedger last ledger its core has closed
 * @param latestLedger last ledger ingested: what reads show
 * @param latestClosedAt when that one closed
 * @param oldestLedger first ledger it still has
 */
public record HorizonRoot(
        String passphrase,
        long protocolVersion,
        long coreLatestLedger,
        long latestLedger,
        Instant latestClosedAt,
        long oldestLedger) {
    static HorizonRoot of(JsonFields fields) {
        return new HorizonRoot(
                fields.text("network_passphrase"),
                fields.number("current_protocol_version"),
                fields.number("core_latest_ledger"),
                fields.number("history_latest_ledger"),
                fields.time("history_latest_ledger_closed_at"),
                fields.number("history_elder_ledger"));
    }
}
