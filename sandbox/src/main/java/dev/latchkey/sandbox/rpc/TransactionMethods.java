package dev.latchkey.sandbox.rpc;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.fault.Submission;
import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.history.Metas;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.queue.QueueAnswer;
import dev.latchkey.sandbox.transaction.MalformedEnvelopeException;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import dev.latchkey.sandbox.transaction.TransactionOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code sendTransaction} and {@code getTransaction}. */
final class TransactionMethods {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private final StellarNetwork network;
    private final Faults faults;

    TransactionMethods(StellarNetwork network, Faults faults) {
        this.network = network;
        this.faults = faults;
    }

    void addTo(Map<String, RpcMethod> methods) {
        methods.put("sendTransaction", (parameters, call) -> send(parameters));
        methods.put("getTransaction", (parameters, call) -> get(parameters));
    }

    private RpcMethod.Reply send(JsonNode parameters) {
        TransactionFrame frame;
        try {
            frame = network.decode(parameters.path("transaction").asString(""));
        } catch (MalformedEnvelopeException e) {
            throw new RpcError(RpcError.INVALID_PARAMS, "invalid_xdr");
        }
        Submission submission = Submission.of(frame);
        if (faults.drops(submission)) {
            return new RpcMethod.NoAnswer();
        }
        QueueAnswer answer = network.submit(frame);
        if (faults.losesAnswer(submission)) {
            return new RpcMethod.Lost();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (answer) {
            case QueueAnswer.Pending pending -> json.put("status", "PENDING");
            case QueueAnswer.Duplicate duplicate -> json.put("status", "DUPLICATE");
            case QueueAnswer.TryAgainLater later -> json.put("status", "TRY_AGAIN_LATER");
            case QueueAnswer.Refused(TransactionOutcome outcome) -> {
                json.put("status", "ERROR");
                json.put("errorResultXdr", Xdr.base64(outcome.toXdr()::toXdrByteArray));
            }
        }
        json.put("hash", frame.hash());
        ClosedLedger latest = network.read(snapshot -> snapshot.history().latest());
        json.put("latestLedger", latest.sequence());
        json.put("latestLedgerCloseTime", Long.toString(latest.header().closeTime()));
        return new RpcMethod.Result(json);
    }

    private RpcMethod.Reply get(JsonNode parameters) {
        String hash = parameters.path("hash").asString("");
        if (!HASH.matcher(hash).matches()) {
            throw new RpcError(RpcError.INVALID_PARAMS, "unexpected hash length or characters");
        }
        return network.read(snapshot -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            Optional<AppliedTransaction> found = snapshot.history().transaction(hash);
            json.put("status", found.map(TransactionMethods::status).orElse("NOT_FOUND"));
            ClosedLedger latest = snapshot.history().latest();
            ClosedLedger oldest = snapshot.history().oldest();
            json.put("latestLedger", latest.sequence());
            json.put("latestLedgerCloseTime", Long.toString(latest.header().closeTime()));
            json.put("oldestLedger", oldest.sequence());
            json.put("oldestLedgerCloseTime", Long.toString(oldest.header().closeTime()));
            json.put("txHash", hash);
            found.ifPresent(transaction -> {
                describe(json, transaction);
                json.put("ledger", transaction.ledger());
                json.put("createdAt", Long.toString(transaction.closeTime()));
            });
            return new RpcMethod.Result(json);
        });
    }

    static String status(AppliedTransaction transaction) {
        return transaction.succeeded() ? "SUCCESS" : "FAILED";
    }

    static void describe(ObjectNode json, AppliedTransaction transaction) {
        json.put("applicationOrder", transaction.order());
        json.put("feeBump", transaction.frame().feeBump().isPresent());
        json.put("envelopeXdr", transaction.frame().envelopeBase64());
        json.put("resultXdr", Xdr.base64(transaction.outcome().toXdr()::toXdrByteArray));
        json.put("resultMetaXdr", Xdr.base64(Metas.of(transaction)::toXdrByteArray));
    }
}
