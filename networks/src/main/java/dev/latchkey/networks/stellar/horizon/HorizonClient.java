package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonAnswer;
import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.Submission;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks a Horizon. Reads throw {@link NodeException} when there is no usable answer; submissions and look-ups by hash,
 * where that must be acted on, say so in their result. "Not found" counts only in Horizon's own words: a proxy's 404
 * proves nothing.
 */
public final class HorizonClient {
    private final NodeHttp http;
    private final URI base;

    public HorizonClient(NodeHttp http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** The node's view: passphrase, latest and oldest ledger. */
    public HorizonRoot root() {
        return HorizonRoot.of(http.get(uri("/")).fields());
    }

    public Optional<HorizonAccount> account(AccountId account) {
        return find("/accounts/" + account, HorizonAccount::of);
    }

    public FeeStats feeStats() {
        return FeeStats.of(http.get(uri("/fee_stats")).fields());
    }

    public Optional<HorizonLedger> ledger(long sequence) {
        return find("/ledgers/" + sequence, HorizonLedger::of);
    }

    /** A transaction by its hash; a fee bump is found by its own hash and by that of the inner one. */
    public TransactionLookup transaction(Hash hash) {
        try {
            return find("/transactions/" + hash.toHex(), HorizonTransaction::of)
                    .<TransactionLookup>map(TransactionLookup.Found::new)
                    .orElseGet(TransactionLookup.NotFound::new);
        } catch (NodeException e) {
            return new TransactionLookup.Unreachable(message(e));
        }
    }

    public Page<HorizonLedger> ledgers(PageRequest request) {
        return page("/ledgers", request, HorizonLedger::of);
    }

    public Page<HorizonTransaction> transactions(Scope scope, PageRequest request) {
        return page(scope.path("transactions"), request, HorizonTransaction::of);
    }

    public Page<HorizonOperation> operations(Scope scope, PageRequest request) {
        return page(scope.path("operations"), request, HorizonOperation::of);
    }

    /** Operations that move value: payments, path payments, account creations and merges. */
    public Page<HorizonOperation> payments(Scope scope, PageRequest request) {
        return page(scope.path("payments"), request, HorizonOperation::of);
    }

    public Page<HorizonEffect> effects(Scope scope, PageRequest request) {
        return page(scope.path("effects"), request, HorizonEffect::of);
    }

    /** Hands a transaction over without waiting for a ledger ({@code POST /transactions_async}). */
    public Submission submit(TransactionEnvelope envelope) {
        return submit("/transactions_async", envelope, HorizonClient::readQueued);
    }

    /** Hands a transaction over and waits for its ledger ({@code POST /transactions}). */
    public Submission submitAndWait(TransactionEnvelope envelope) {
        return submit("/transactions", envelope, HorizonClient::readApplied);
    }

    /** The address of a stream of this Horizon, from behind a cursor. */
    URI streamUri(String path, String cursor) {
        return uri(path + "?cursor=" + encode(cursor));
    }

    private Submission submit(
            String path, TransactionEnvelope envelope, Function<JsonAnswer, @Nullable Submission> reader) {
        try {
            String form = "tx=" + encode(envelope.toBase64());
            JsonAnswer answer = http.post(uri(path), "application/x-www-form-urlencoded", form);
            Submission read = reader.apply(answer);
            return read == null ? fromStatus(answer) : read;
        } catch (NodeException.NotConnected e) {
            return new Submission.NotDelivered(message(e));
        } catch (NodeException e) {
            return new Submission.Unknown(message(e));
        }
    }

    /** The four states of asynchronous submission; null where the answer has none. */
    private static @Nullable Submission readQueued(JsonAnswer answer) {
        JsonNode status = answer.body().path("tx_status");
        if (!status.isString()) {
            return null;
        }
        JsonFields fields = new JsonFields(answer.body());
        return switch (fields.text("tx_status")) {
            case "PENDING" -> new Submission.Pending();
            case "DUPLICATE" -> new Submission.Duplicate();
            case "TRY_AGAIN_LATER" -> new Submission.TryAgainLater();
            // Horizon's document and its clients spell this field differently.
            case "ERROR" -> rejected(fields, fields.has("errorResultXdr") ? "errorResultXdr" : "error_result_xdr");
            default -> throw new NodeException.BadAnswer("Unknown tx_status", null);
        };
    }

    private static @Nullable Submission readApplied(JsonAnswer answer) {
        if (answer.status() != 200) {
            return null;
        }
        JsonFields fields = answer.fields();
        TransactionResult result = fields.parsed("result_xdr", TransactionResult::parse);
        if (!result.succeeded()) {
            return Submission.Rejected.of(result);
        }
        return new Submission.Applied(fields.number("ledger"), result);
    }

    /** What an error status says: 400 is a refusal with reasons, other 4xx were not taken, the rest is unknown. */
    private static Submission fromStatus(JsonAnswer answer) {
        int status = answer.status();
        if (status == 400 && answer.body().isObject()) {
            return problem(new JsonFields(answer.body()));
        }
        if (status / 100 == 4 && status != 408) {
            return new Submission.NotDelivered("The node answered " + status);
        }
        return new Submission.Unknown("The node answered " + status);
    }

    private static Submission problem(JsonFields fields) {
        JsonFields extras = fields.objectOrNull("extras");
        if (extras != null && extras.has("result_xdr")) {
            return rejected(extras, "result_xdr");
        }
        String type = fields.text("type");
        if (type.endsWith("transaction_malformed") || type.endsWith("bad_request")) {
            return new Submission.Rejected("tx_malformed", List.of(), null);
        }
        return new Submission.Unknown("The node answered 400 " + type);
    }

    private static Submission rejected(JsonFields fields, String name) {
        return Submission.Rejected.of(fields.parsed(name, TransactionResult::parse));
    }

    private <T> Optional<T> find(String path, Function<JsonFields, T> decoder) {
        JsonAnswer answer = http.get(uri(path));
        if (answer.status() == 404 && answer.body().path("type").asString("").endsWith("not_found")) {
            return Optional.empty();
        }
        return Optional.of(decoder.apply(answer.fields()));
    }

    private <T extends Paged> Page<T> page(String path, PageRequest request, Function<JsonFields, T> decoder) {
        JsonFields fields = http.get(uri(path + "?" + request.query())).fields();
        List<T> records = fields.object("_embedded").list("records", decoder);
        String cursor = records.isEmpty() ? request.cursor() : records.getLast().pagingToken();
        return new Page<>(records, cursor);
    }

    private URI uri(String path) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) + path : text + path);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String message(NodeException e) {
        return String.valueOf(e.getMessage());
    }
}
