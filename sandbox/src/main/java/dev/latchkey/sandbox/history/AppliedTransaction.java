package dev.latchkey.sandbox.history;

import dev.latchkey.sandbox.transaction.AppliedOperation;
import dev.latchkey.sandbox.transaction.EntryChange;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import dev.latchkey.sandbox.transaction.TransactionOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A transaction that stands in a ledger, successful or failed. {@code order} counts from 1 in its ledger; {@code closeTime}
 * in Unix seconds.
 */
public record AppliedTransaction(
        int ledger,
        int order,
        long closeTime,
        TransactionFrame frame,
        TransactionOutcome outcome,
        List<EntryChange> feeChanges,
        List<EntryChange> changesBefore,
        List<AppliedOperation> applied)
        implements Positioned {

    @Override
    public Position position() {
        return Position.of(ledger, order, 0);
    }

    public boolean succeeded() {
        return outcome.succeeded();
    }

    public List<OperationRecord> operations() {
        List<OperationRecord> records = new ArrayList<>(applied.size());
        for (AppliedOperation operation : applied) {
            records.add(new OperationRecord(this, operation));
        }
        return records;
    }

    /** Everybody whose history the transaction belongs to. */
    public Set<String> participants() {
        Set<String> participants = new HashSet<>(frame.sources());
        participants.add(frame.feeSource());
        operations().forEach(operation -> participants.addAll(operation.participants()));
        return participants;
    }
}
