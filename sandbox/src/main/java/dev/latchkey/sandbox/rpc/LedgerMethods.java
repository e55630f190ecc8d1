package dev.latchkey.sandbox.rpc;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.fault.Request;
import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.history.PageRequest;
import dev.latchkey.sandbox.history.Position;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.EntryKey;
import dev.latchkey.sandbox.ledger.EntryKeys;
import dev.latchkey.sandbox.ledger.EntryXdr;
import dev.latchkey.sandbox.ledger.LedgerView;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.LedgerKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code getLedgerEntries}, {@code getTransactions}, {@code getLedgers}. */
final class LedgerMethods {
    private static final int MOST_KEYS = 200;
    private static final int MOST_KEY_CHARACTERS = 400;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_RECORDS = 200;
    private final StellarNetwork network;
    private final Faults faults;

    LedgerMethods(StellarNetwork network, Faults faults) {
        this.network = network;
        this.faults = faults;
    }

    void addTo(Map<String, RpcMethod> methods) {
        methods.put("getLedgerEntries", this::entries);
        methods.put("getTransactions", (parameters, call) -> transactions(parameters));
        methods.put("getLedgers", (parameters, call) -> ledgers(parameters));
    }

    private RpcMethod.Reply entries(JsonNode parameters, Call call) {
        JsonNode keys = parameters.path("keys");
        if (!keys.isArray() || keys.size() > MOST_KEYS) {
            throw new RpcError(RpcError.INVALID_PARAMS, "keys must be an array of at most " + MOST_KEYS);
        }
        int behind = faults.stalenessOf(new Request(call.method(), call.path()));
        return network.read(snapshot -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode entries = json.putArray("entries");
            keys.forEach(key -> add(entries, key.asString(""), snapshot.behind(behind)));
            json.put("latestLedger", snapshot.history().latest().sequence() - behind);
            return new RpcMethod.Result(json);
        });
    }

    private static void add(ArrayNode entries, String base64, LedgerView view) {
        LedgerKey key;
        try {
            key = LedgerKey.fromXdrBase64(base64.length() > MOST_KEY_CHARACTERS ? "" : base64);
        } catch (IOException | RuntimeException e) {
            throw new RpcError(RpcError.INVALID_PARAMS, "cannot unmarshal key value " + base64);
        }
        EntryKey wanted = EntryKeys.of(key).orElse(null);
        Entry entry = wanted == null ? null : view.find(wanted);
        if (entry == null) {
            return;
        }
        entries.addObject()
                .put("key", base64)
                .put("xdr", Xdr.base64(EntryXdr.data(entry)::toXdrByteArray))
                .put("lastModifiedLedgerSeq", entry.lastModified());
    }

    private RpcMethod.Reply transactions(JsonNode parameters) {
        PageRequest request = request(parameters);
        return network.read(snapshot -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode array = json.putArray("transactions");
            List<AppliedTransaction> page = snapshot.history().transactions(null, request, any -> true);
            for (AppliedTransaction transaction : page) {
                ObjectNode each = array.addObject();
                each.put("status", TransactionMethods.status(transaction));
                each.put("txHash", transaction.frame().hash());
                TransactionMethods.describe(each, transaction);
                each.put("ledger", transaction.ledger());
                each.put("createdAt", transaction.closeTime());
            }
            addRange(json, snapshot, "latestLedgerCloseTimestamp", "oldestLedgerCloseTimestamp");
            json.put("cursor", cursor(page.isEmpty() ? null : page.getLast().position(), request));
            return new RpcMethod.Result(json);
        });
    }

    private RpcMethod.Reply ledgers(JsonNode parameters) {
        PageRequest request = request(parameters);
        return network.read(snapshot -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode array = json.putArray("ledgers");
            List<ClosedLedger> page = snapshot.history().ledgers(request);
            for (ClosedLedger ledger : page) {
                array.addObject()
                        .put("hash", ledger.hash())
                        .put("sequence", ledger.sequence())
                        .put("ledgerCloseTime", Long.toString(ledger.header().closeTime()))
                        .put("headerXdr", Xdr.base64(ledger.header().toXdr()::toXdrByteArray));
            }
            addRange(json, snapshot, "latestLedgerCloseTime", "oldestLedgerCloseTime");
            json.put("cursor", cursor(page.isEmpty() ? null : page.getLast().position(), request));
            return new RpcMethod.Result(json);
        });
    }

    private static PageRequest request(JsonNode parameters) {
        JsonNode pagination = parameters.path("pagination");
        int limit = pagination.path("limit").asInt(DEFAULT_LIMIT);
        if (limit < 1 || limit > MOST_RECORDS) {
            throw new RpcError(RpcError.INVALID_PARAMS, "limit must be from 1 to " + MOST_RECORDS);
        }
        String cursor = pagination.path("cursor").asString("");
        if (!cursor.isEmpty()) {
            Position position =
                    Position.parse(cursor).orElseThrow(() -> new RpcError(RpcError.INVALID_PARAMS, "invalid cursor"));
            return new PageRequest(position, false, limit);
        }
        long start = parameters.path("startLedger").asLong(0);
        if (start < 1 || start > Integer.MAX_VALUE) {
            throw new RpcError(RpcError.INVALID_PARAMS, "start ledger must be a ledger");
        }
        Position before = new Position((start << 32) - 1, 0);
        return new PageRequest(before, false, limit);
    }

    private static String cursor(@Nullable Position last, PageRequest request) {
        if (last != null) {
            return last.token();
        }
        return request.cursor() == null ? "" : request.cursor().token();
    }

    private static void addRange(ObjectNode json, Snapshot snapshot, String latestTime, String oldestTime) {
        ClosedLedger latest = snapshot.history().latest();
        ClosedLedger oldest = snapshot.history().oldest();
        json.put("latestLedger", latest.sequence());
        json.put(latestTime, latest.header().closeTime());
        json.put("oldestLedger", oldest.sequence());
        json.put(oldestTime, oldest.header().closeTime());
    }
}
