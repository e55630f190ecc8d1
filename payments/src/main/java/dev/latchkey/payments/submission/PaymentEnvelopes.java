package dev.latchkey.payments.submission;

import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.transaction.TransactionOutcomes;
import dev.latchkey.platform.database.Transaction;
import java.util.Objects;
import java.util.UUID;

/** What becomes of payments when the fate of their envelopes is certain. */
public final class PaymentEnvelopes implements EnvelopeOwner {
    private final SubmissionTerms terms;
    private final PaymentQueue queue = new PaymentQueue();
    private final TransactionOutcomes outcomes = new TransactionOutcomes();

    public PaymentEnvelopes(SubmissionTerms terms) {
        this.terms = terms;
    }

    @Override
    public EnvelopePurpose purpose() {
        return EnvelopePurpose.PAYMENT;
    }

    @Override
    public void included(Transaction tx, Envelope envelope, IncludedTransaction included, ClosedLedger ledger) {
        UUID id = Objects.requireNonNull(envelope.transactionId());
        if (included.successful()) {
            outcomes.confirmed(tx, id, envelope.hash(), ledger.sequence(), included.feeCharged());
            return;
        }
        outcomes.failedInLedger(tx, id, envelope.hash(), ledger.sequence(), included.feeCharged(), included.reason());
    }

    @Override
    public void died(Transaction tx, Envelope envelope) {
        UUID id = Objects.requireNonNull(envelope.transactionId());
        String code = envelope.lastAnswer() == null ? "tx_too_late" : envelope.lastAnswer();
        boolean refused = envelope.state() == EnvelopeState.REFUSED;
        if (refused && Refusals.of(code) == Refusals.TERMINAL) {
            outcomes.neverHappens(tx, id, code);
            return;
        }
        if (queue.attempts(tx, id) >= terms.highestAttempts()) {
            outcomes.neverHappens(tx, id, code.startsWith("tx_") ? code : "tx_too_late");
            return;
        }
        queue.requeue(tx, id);
    }
}
