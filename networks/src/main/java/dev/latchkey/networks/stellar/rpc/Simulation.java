package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.DiagnosticEvent;
import dev.latchkey.networks.stellar.xdr.LedgerKey;
import dev.latchkey.networks.stellar.xdr.ScVal;
import dev.latchkey.networks.stellar.xdr.SorobanAuthorizationEntry;
import dev.latchkey.networks.stellar.xdr.SorobanTransactionData;
import dev.latchkey.networks.stellar.xdr.XdrReader;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a contract transaction would do. */
public sealed interface Simulation {
    /**
     * It would work.
     *
     * @param minResourceFee stroops for resources, on top of the inclusion fee
     * @param authorizations consent that is needed, unsigned
     * @param returnValue null for operations that return nothing
     * @param restore what has to be restored first, or null
     * @param changes what it would change in the ledger
     */
    record Success(
            SorobanTransactionData transactionData,
            long minResourceFee,
            List<SorobanAuthorizationEntry> authorizations,
            @Nullable ScVal returnValue,
            List<DiagnosticEvent> events,
            @Nullable Restore restore,
            List<Change> changes,
            long latestLedger)
            implements Simulation {
        public Success {
            authorizations = List.copyOf(authorizations);
            events = List.copyOf(events);
            changes = List.copyOf(changes);
        }
    }

    /** It would fail, for a reason in the node's words. */
    record Failure(String error, List<DiagnosticEvent> events, long latestLedger) implements Simulation {
        public Failure {
            events = List.copyOf(events);
        }
    }

    /** Footprint and fee of a restoration that must come first. */
    record Restore(SorobanTransactionData transactionData, long minResourceFee) {
        static Restore of(JsonFields fields) {
            return new Restore(
                    xdr(fields, "transactionData", SorobanTransactionData::read), fields.number("minResourceFee"));
        }
    }

    /** An entry that would be created, updated or deleted; entries before and after in base 64. */
    record Change(
            String type,
            LedgerKey key,
            @Nullable String before,
            @Nullable String after) {
        static Change of(JsonFields fields) {
            return new Change(
                    fields.text("type"),
                    xdr(fields, "key", LedgerKey::read),
                    fields.textOrNull("before"),
                    fields.textOrNull("after"));
        }
    }

    static Simulation of(JsonFields fields) {
        List<DiagnosticEvent> events = fields.texts("events").stream()
                .map(event -> fields.decoded("events", event, e -> XdrReader.decodeBase64(e, DiagnosticEvent::read)))
                .toList();
        long latestLedger = fields.number("latestLedger");
        String error = fields.textOrNull("error");
        if (error != null) {
            return new Failure(error, events, latestLedger);
        }
        // A transaction has one contract operation, so there is one result at most.
        JsonFields result =
                fields.list("results", Function.identity()).stream().findFirst().orElse(null);
        JsonFields restore = fields.objectOrNull("restorePreamble");
        return new Success(
                xdr(fields, "transactionData", SorobanTransactionData::read),
                fields.number("minResourceFee"),
                result == null ? List.of() : authorizations(result),
                result == null || !result.has("xdr") ? null : xdr(result, "xdr", ScVal::read),
                events,
                restore == null ? null : Restore.of(restore),
                fields.list("stateChanges", Change::of),
                latestLedger);
    }

    private static List<SorobanAuthorizationEntry> authorizations(JsonFields result) {
        return result.texts("auth").stream()
                .map(entry ->
                        result.decoded("auth", entry, e -> XdrReader.decodeBase64(e, SorobanAuthorizationEntry::read)))
                .toList();
    }

    private static <T> T xdr(JsonFields fields, String name, XdrReader.Decoder<T> decoder) {
        return fields.parsed(name, text -> XdrReader.decodeBase64(text, decoder));
    }
}
