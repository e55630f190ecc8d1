package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What looking a hash up at an RPC node gave. */
public sealed interface RpcTransactionLookup {
    /**
     * It is in a ledger.
     *
     * @param envelope the outer transaction
     * @param resultMetaXdr what it changed, base 64
     */
    record Found(
            boolean successful,
            long ledger,
            Instant createdAt,
            boolean feeBump,
            TransactionEnvelope envelope,
            TransactionResult result,
            @Nullable String resultMetaXdr,
            Range range)
            implements RpcTransactionLookup {}

    /** It is in none of the ledgers of the range; that proves something only if all it could be in are among them. */
    record NotFound(Range range) implements RpcTransactionLookup {}

    /** The node could not be asked: nothing is known. */
    record Unreachable(String reason) implements RpcTransactionLookup {}

    /** The ledgers that a node has, and when the first and last of them closed. */
    record Range(long oldestLedger, Instant oldestClosedAt, long latestLedger, Instant latestClosedAt) {
        static Range of(JsonFields fields) {
            return new Range(
                    fields.number("oldestLedger"),
                    Instant.ofEpochSecond(fields.number("oldestLedgerCloseTime")),
                    fields.number("latestLedger"),
                    Instant.ofEpochSecond(fields.number("latestLedgerCloseTime")));
        }
    }

    static RpcTransactionLookup of(JsonFields fields) {
        Range range = Range.of(fields);
        return switch (fields.text("status")) {
            case "NOT_FOUND" -> new NotFound(range);
            case "SUCCESS" -> found(fields, true, range);
            case "FAILED" -> found(fields, false, range);
            default -> throw new NodeException.BadAnswer("Unknown status of getTransaction", null);
        };
    }

    private static Found found(JsonFields fields, boolean successful, Range range) {
        return new Found(
                successful,
                fields.number("ledger"),
                Instant.ofEpochSecond(fields.number("createdAt")),
                fields.flag("feeBump", false),
                fields.parsed("envelopeXdr", TransactionEnvelope::parse),
                fields.parsed("resultXdr", TransactionResult::parse),
                fields.textOrNull("resultMetaXdr"),
                range);
    }
}
