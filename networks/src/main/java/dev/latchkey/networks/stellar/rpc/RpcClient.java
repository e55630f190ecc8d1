package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.Submission;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.LedgerKey;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks an RPC node. Reads throw {@link NodeException} when there is no usable answer (a JSON-RPC error is {@link
 * NodeException.Refused} with its code); submissions and look-ups by hash say so in their result.
 */
public final class RpcClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final NodeHttp http;
    private final URI address;
    private final AtomicLong nextId = new AtomicLong(1);

    public RpcClient(NodeHttp http, URI address) {
        this.http = http;
        this.address = address;
    }

    public RpcHealth health() {
        return RpcHealth.of(call("getHealth", Map.of()));
    }

    public RpcNetwork network() {
        return RpcNetwork.of(call("getNetwork", Map.of()));
    }

    public LatestLedger latestLedger() {
        return LatestLedger.of(call("getLatestLedger", Map.of()));
    }

    public RpcFeeStats feeStats() {
        return RpcFeeStats.of(call("getFeeStats", Map.of()));
    }

    /** A transaction by its hash; a fee bump is found by its own hash and by that of the inner one. */
    public RpcTransactionLookup transaction(Hash hash) {
        try {
            return RpcTransactionLookup.of(call("getTransaction", Map.of("hash", hash.toHex())));
        } catch (NodeException e) {
            return new RpcTransactionLookup.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    /** Hands a transaction over without waiting for a ledger. */
    public Submission submit(TransactionEnvelope envelope) {
        try {
            return read(call("sendTransaction", Map.of("transaction", envelope.toBase64())));
        } catch (NodeException.NotConnected e) {
            return new Submission.NotDelivered(String.valueOf(e.getMessage()));
        } catch (NodeException.Refused e) {
            return refused(e);
        } catch (NodeException e) {
            return new Submission.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /** Entries that exist among at most 200 keys, in no promised order. */
    public LedgerEntries ledgerEntries(List<? extends LedgerKey> keys) {
        List<String> encoded = keys.stream().map(key -> key.toBase64()).toList();
        return LedgerEntries.of(call("getLedgerEntries", Map.of("keys", encoded)));
    }

    /** What a contract transaction would do, use and need consent for (recording mode unless it carries consent). */
    public Simulation simulate(TransactionEnvelope envelope) {
        return Simulation.of(call("simulateTransaction", Map.of("transaction", envelope.toBase64())));
    }

    /** Contract events in order. */
    public EventPage events(EventQuery query) {
        return EventPage.of(call("getEvents", query.parameters()));
    }

    private static Submission read(JsonFields fields) {
        return switch (fields.text("status")) {
            case "PENDING" -> new Submission.Pending();
            case "DUPLICATE" -> new Submission.Duplicate();
            case "TRY_AGAIN_LATER" -> new Submission.TryAgainLater();
            case "ERROR" -> Submission.Rejected.of(fields.parsed("errorResultXdr", TransactionResult::parse));
            default -> throw new NodeException.BadAnswer("Unknown status of sendTransaction", null);
        };
    }

    /** JSON-RPC's "invalid params" are bytes the node could not read; a 4xx never reached its queue. */
    private static Submission refused(NodeException.Refused e) {
        if (e.status() == -32602) {
            return new Submission.Rejected("tx_malformed", List.of(), null);
        }
        if (e.status() / 100 == 4 && e.status() != 408) {
            return new Submission.NotDelivered(String.valueOf(e.getMessage()));
        }
        return new Submission.Unknown(String.valueOf(e.getMessage()));
    }

    private JsonFields call(String method, Map<String, ?> parameters) {
        long id = nextId.getAndIncrement();
        Map<String, Object> request = Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", parameters);
        JsonFields answer = http.post(address, "application/json", JSON.writeValueAsString(request))
                .fields();
        JsonFields error = answer.objectOrNull("error");
        if (error != null) {
            throw new NodeException.Refused(
                    Math.toIntExact(error.number("code")), method + ": " + error.textOrNull("message"));
        }
        if (answer.number("id") != id) {
            throw new NodeException.BadAnswer("The answer is to another request", null);
        }
        return answer.object("result");
    }
}
