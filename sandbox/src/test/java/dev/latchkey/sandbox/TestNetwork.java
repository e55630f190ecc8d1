package dev.latchkey.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.AbstractTransaction;
import org.stellar.sdk.AccountConverter;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.FeeBumpTransaction;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Memo;
import org.stellar.sdk.Network;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.TimeBounds;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.TransactionBuilder;
import org.stellar.sdk.TransactionPreconditions;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox closed by hand, spoken to over HTTP with transactions that the SDK builds. */
final class TestNetwork implements AutoCloseable {
    static final long XLM = 10_000_000;
    private static final JsonMapper JSON = new JsonMapper();
    final MutableClock clock = new MutableClock();
    final Sandbox sandbox;
    final KeyPair root;
    private final HttpClient http = HttpClient.newHttpClient();

    TestNetwork() {
        this(options -> options);
    }

    TestNetwork(UnaryOperator<SandboxOptions> change) {
        sandbox = Sandbox.start(change.apply(
                SandboxOptions.defaults().withClock(clock).withSubmissionTimeout(Duration.ofMillis(1500))));
        root = KeyPair.fromSecretSeed(sandbox.rootSecret());
    }

    Network network() {
        return new Network(sandbox.passphrase());
    }

    /** A new account with that many lumens, made by the root account. */
    KeyPair funded(String lumens) {
        KeyPair key = KeyPair.random();
        LedgerReads.Transaction created = apply(tx(root, createAccount(key, lumens)));
        if (!created.successful()) {
            throw new AssertionError(created.code());
        }
        return key;
    }

    static Operation createAccount(KeyPair key, String lumens) {
        return new CreateAccountOperation.Builder(key.getAccountId(), lumens).build();
    }

    static Operation pay(KeyPair to, String lumens) {
        return new PaymentOperation.Builder(to.getAccountId(), new org.stellar.sdk.AssetTypeNative(), lumens).build();
    }

    long sequence(KeyPair key) {
        return sandbox.ledger().sequence(key.getAccountId()).orElseThrow();
    }

    long balance(KeyPair key) {
        return sandbox.ledger().balance(key.getAccountId()).orElseThrow();
    }

    /** A transaction with the next sequence number, signed by its source. */
    Transaction tx(KeyPair source, Operation... operations) {
        return new Builder(source).operations(operations).signedBy(source);
    }

    Builder builder(KeyPair source) {
        return new Builder(source);
    }

    final class Builder {
        private final KeyPair source;
        private final List<Operation> operations = new ArrayList<>();
        private long baseFee = 100;
        private @Nullable Long fee;
        private @Nullable Long sequence;
        private @Nullable Memo memo;
        private TransactionPreconditions.TransactionPreconditionsBuilder conditions =
                TransactionPreconditions.builder().timeBounds(new TimeBounds(0, 0));

        Builder(KeyPair source) {
            this.source = source;
        }

        Builder operations(Operation... more) {
            operations.addAll(List.of(more));
            return this;
        }

        Builder baseFee(long value) {
            baseFee = value;
            return this;
        }

        /** The whole fee, also below what the SDK would allow. */
        Builder fee(long value) {
            fee = value;
            return this;
        }

        Builder sequence(long value) {
            sequence = value;
            return this;
        }

        Builder memo(String text) {
            memo = Memo.text(text);
            return this;
        }

        Builder conditions(UnaryOperator<TransactionPreconditions.TransactionPreconditionsBuilder> change) {
            conditions = change.apply(conditions);
            return this;
        }

        Transaction signedBy(KeyPair... signers) {
            long next = sequence == null ? TestNetwork.this.sequence(source) + 1 : sequence;
            TransactionBuilder builder = new TransactionBuilder(
                            AccountConverter.enableMuxed(),
                            new org.stellar.sdk.Account(source.getAccountId(), next - 1),
                            network())
                    .setBaseFee(baseFee)
                    .addPreconditions(conditions.build());
            builder.addOperations(operations);
            if (memo != null) {
                builder.addMemo(memo);
            }
            Transaction transaction = builder.build();
            if (fee != null) {
                TransactionEnvelope envelope = transaction.toEnvelopeXdr();
                envelope.getV1()
                        .getTx()
                        .setFee(new org.stellar.sdk.xdr.Uint32(new org.stellar.sdk.xdr.XdrUnsignedInteger(fee)));
                transaction =
                        Transaction.fromV1EnvelopeXdr(AccountConverter.enableMuxed(), envelope.getV1(), network());
            }
            for (KeyPair signer : signers) {
                transaction.sign(signer);
            }
            return transaction;
        }
    }

    /** A fee bump of exactly that fee, signed by its payer. */
    FeeBumpTransaction bump(KeyPair payer, Transaction inner, long fee) {
        FeeBumpTransaction built = new FeeBumpTransaction.Builder(AccountConverter.enableMuxed(), inner)
                .setBaseFee(Math.max(100_000, inner.getFee()))
                .setFeeAccount(payer.getAccountId())
                .build();
        TransactionEnvelope envelope = built.toEnvelopeXdr();
        envelope.getFeeBump().getTx().setFee(new org.stellar.sdk.xdr.Int64(fee));
        FeeBumpTransaction bump = FeeBumpTransaction.fromFeeBumpTransactionEnvelope(
                AccountConverter.enableMuxed(), envelope.getFeeBump(), network());
        bump.sign(payer);
        return bump;
    }

    /** Submits, closes a ledger and tells what stands in it; fails when the queue refused. */
    LedgerReads.Transaction apply(AbstractTransaction transaction) {
        JsonNode answer = submit(transaction);
        if (!answer.path("tx_status").asString().equals("PENDING")) {
            throw new AssertionError(answer + " " + refusal(answer));
        }
        sandbox.closeLedger();
        return sandbox.ledger().transaction(transaction.hashHex()).orElseThrow();
    }

    /** The codes of the operations of an applied transaction, in Horizon's words. */
    List<String> operationCodes(AbstractTransaction transaction) {
        JsonNode codes = post("/transactions", transaction.toEnvelopeXdrBase64())
                .body()
                .path("extras")
                .path("result_codes")
                .path("operations");
        return codes.valueStream().map(JsonNode::asString).toList();
    }

    JsonNode submit(AbstractTransaction transaction) {
        return post("/transactions_async", transaction.toEnvelopeXdrBase64()).body();
    }

    /** The code with which the queue refuses the transaction. */
    String refusalOf(AbstractTransaction transaction) {
        JsonNode answer = submit(transaction);
        return answer.path("tx_status").asString() + " " + refusal(answer);
    }

    static String refusal(JsonNode answer) {
        if (!answer.has("errorResultXdr")) {
            return "";
        }
        return result(answer).getResult().getDiscriminant().name();
    }

    static TransactionResult result(JsonNode answer) {
        try {
            return TransactionResult.fromXdrBase64(answer.path("errorResultXdr").asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Answer(int status, JsonNode body) {}

    Answer post(String path, String envelope) {
        return send(HttpRequest.newBuilder(URI.create(sandbox.horizonUrl() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("tx=" + URLEncoder.encode(envelope, StandardCharsets.UTF_8)))
                .build());
    }

    Answer get(String path) {
        return send(
                HttpRequest.newBuilder(URI.create(sandbox.horizonUrl() + path)).build());
    }

    /** The records of a collection. */
    List<JsonNode> records(String path) {
        return get(path).body().path("_embedded").path("records").valueStream().toList();
    }

    JsonNode rpc(String method, String parameters) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + parameters + "}";
        return send(HttpRequest.newBuilder(URI.create(sandbox.rpcUrl()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .body();
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(withTimeout(request), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest withTimeout(HttpRequest request) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    static long stroops(String lumens) {
        return new BigDecimal(lumens).movePointRight(7).longValueExact();
    }

    @Override
    public void close() {
        http.close();
        sandbox.close();
    }
}
