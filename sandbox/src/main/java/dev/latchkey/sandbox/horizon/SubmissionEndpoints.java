package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.fault.Submission;
import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.operation.OperationOutcome;
import dev.latchkey.sandbox.queue.QueueAnswer;
import dev.latchkey.sandbox.transaction.MalformedEnvelopeException;
import dev.latchkey.sandbox.transaction.TransactionCodes;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import dev.latchkey.sandbox.transaction.TransactionOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.stellar.sdk.xdr.TransactionResultCode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /transactions}, which waits for the ledger, and {@code POST /transactions_async}, which does not. */
final class SubmissionEndpoints {
    private final StellarNetwork network;
    private final Faults faults;
    private final Duration timeout;
    private final TransactionJson json;

    SubmissionEndpoints(StellarNetwork network, Faults faults, Duration timeout, TransactionJson json) {
        this.network = network;
        this.faults = faults;
        this.timeout = timeout;
        this.json = json;
    }

    void addTo(Router router) {
        router.add("POST", "/transactions", this::submit).add("POST", "/transactions_async", this::submitAsync);
    }

    private Answer submit(Call call) throws InterruptedException {
        TransactionFrame frame = frame(call);
        Submission submission = Submission.of(frame);
        if (faults.drops(submission)) {
            return new Answer.Silence();
        }
        Optional<AppliedTransaction> known =
                network.read(snapshot -> snapshot.history().transaction(frame.hash()));
        if (known.isPresent()) {
            return applied(known.get(), frame);
        }
        QueueAnswer answer = network.submit(frame);
        if (faults.losesAnswer(submission)) {
            throw timedOut(frame);
        }
        if (answer instanceof QueueAnswer.Refused(TransactionOutcome outcome)) {
            throw failed(frame, outcome);
        }
        return applied(network.await(frame.hash(), timeout).orElseThrow(() -> timedOut(frame)), frame);
    }

    private Answer applied(AppliedTransaction transaction, TransactionFrame frame) {
        if (!transaction.succeeded()) {
            throw failed(frame, transaction.outcome());
        }
        return Answer.ok(json.of(transaction, frame.hash()));
    }

    private Answer submitAsync(Call call) {
        TransactionFrame frame = frame(call);
        Submission submission = Submission.of(frame);
        if (faults.drops(submission)) {
            return new Answer.Silence();
        }
        QueueAnswer answer = network.submit(frame);
        if (faults.losesAnswer(submission)) {
            throw timedOut(frame);
        }
        ObjectNode body = Links.object();
        int status =
                switch (answer) {
                    case QueueAnswer.Pending pending -> status(body, "PENDING", 201);
                    case QueueAnswer.Duplicate duplicate -> status(body, "DUPLICATE", 409);
                    case QueueAnswer.TryAgainLater later -> status(body, "TRY_AGAIN_LATER", 503);
                    case QueueAnswer.Refused(TransactionOutcome outcome) -> {
                        body.put("errorResultXdr", Xdr.base64(outcome.toXdr()::toXdrByteArray));
                        yield status(body, "ERROR", 400);
                    }
                };
        body.put("hash", frame.hash());
        return new Answer.Json(status, body);
    }

    private static int status(ObjectNode body, String name, int status) {
        body.put("tx_status", name);
        return status;
    }

    private TransactionFrame frame(Call call) {
        String envelope = call.form().get("tx");
        if (envelope == null) {
            throw Problem.badRequest("tx", "tx is missing");
        }
        try {
            return network.decode(envelope);
        } catch (MalformedEnvelopeException e) {
            throw new Problem(
                    400,
                    "transaction_malformed",
                    "Transaction Malformed",
                    "Horizon could not decode the transaction envelope in this request. A transaction should be an XDR"
                            + " TransactionEnvelope struct encoded using base64.  The envelope read from this request"
                            + " is echoed in the `extras.envelope_xdr` field of this response for your convenience.",
                    Map.of("envelope_xdr", envelope));
        }
    }

    private static Problem failed(TransactionFrame frame, TransactionOutcome outcome) {
        Map<String, Object> codes = new LinkedHashMap<>();
        codes.put("transaction", TransactionCodes.of(outcome.code()));
        TransactionResultCode own = outcome.code();
        TransactionOutcome.Inner inner = outcome.inner();
        if (inner != null) {
            own = inner.code();
            codes.put("inner_transaction", TransactionCodes.of(own));
        }
        if (own == TransactionResultCode.txFAILED) {
            codes.put(
                    "operations",
                    outcome.operations().stream().map(OperationOutcome::code).toList());
        }
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("envelope_xdr", frame.envelopeBase64());
        extras.put("result_codes", codes);
        extras.put("result_xdr", Xdr.base64(outcome.toXdr()::toXdrByteArray));
        extras.put("hash", frame.hash());
        return new Problem(
                400,
                "transaction_failed",
                "Transaction Failed",
                "The transaction failed when submitted to the stellar network. The `extras.result_codes` field on this"
                        + " response contains further details.",
                extras);
    }

    private static Problem timedOut(TransactionFrame frame) {
        return new Problem(
                504,
                "timeout",
                "Timeout",
                "Your request timed out before completing. Please try your request again. If you are submitting a"
                        + " transaction make sure you are sending exactly the same transaction (with the same sequence"
                        + " number).",
                Map.of("hash", frame.hash(), "envelope_xdr", frame.envelopeBase64()));
    }
}
