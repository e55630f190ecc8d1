package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.Hash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A closed ledger; fee and reserve in stroops. {@code previousHash} is null for the first one. */
public record HorizonLedger(
        String pagingToken,
        long sequence,
        Hash hash,
        @Nullable Hash previousHash,
        Instant closedAt,
        long successfulTransactions,
        long failedTransactions,
        long operations,
        long baseFee,
        long baseReserve,
        long protocolVersion)
        implements Paged {
    static HorizonLedger of(JsonFields fields) {
        return new HorizonLedger(
                fields.text("paging_token"),
                fields.number("sequence"),
                fields.parsed("hash", Hash::hex),
                fields.parsedOrNull("prev_hash", Hash::hex),
                fields.time("closed_at"),
                fields.number("successful_transaction_count"),
                fields.number("failed_transaction_count", 0),
                fields.number("operation_count"),
                fields.number("base_fee_in_stroops"),
                fields.number("base_reserve_in_stroops"),
                fields.number("protocol_version"));
    }
}
