package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.Hash;

/** The last ledger a node has ingested. */
public record LatestLedger(Hash hash, long sequence, long protocolVersion) {
    static LatestLedger of(JsonFields fields) {
        return new LatestLedger(
                fields.parsed("id", Hash::hex), fields.number("sequence"), fields.number("protocolVersion"));
    }
}
