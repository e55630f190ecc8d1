package dev.latchkey.sandbox.queue;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.LedgerParameters;
import dev.latchkey.sandbox.ledger.LedgerView;
import dev.latchkey.sandbox.transaction.FeeRules;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import dev.latchkey.sandbox.transaction.TransactionOutcome;
import dev.latchkey.sandbox.transaction.TransactionValidator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.TransactionResultCode;

/**
 * Transactions that wait for a ledger, by the rules of stellar-core's TransactionQueue: one per source account, replaced
 * only by a fee bump of ten times the rate, dropped after four ledgers and then banned for ten. Guarded by its user.
 */
public final class TransactionQueue {
    private static final int MAX_AGE = 4;

    /** The queue holds two ledgers' worth of operations. */
    private static final int LEDGERS_HELD = 2;

    private final TransactionValidator validator;
    private final int capacity;
    private final Map<String, Waiting> bySource = new LinkedHashMap<>();
    private final Map<String, Long> bidsByPayer = new HashMap<>();
    private final Bans bans = new Bans();
    private int operations;

    /** {@code age} in ledgers. */
    private record Waiting(TransactionFrame frame, int age) {}

    public TransactionQueue(TransactionValidator validator, int operationsPerLedger) {
        this.validator = validator;
        this.capacity = operationsPerLedger * LEDGERS_HELD;
    }

    public QueueAnswer add(TransactionFrame frame, LedgerView ledger, LedgerParameters parameters) {
        if (bans.contains(frame.hash())) {
            return new QueueAnswer.TryAgainLater();
        }
        Waiting waiting = bySource.get(frame.source());
        TransactionFrame replaced = null;
        if (waiting != null) {
            Optional<QueueAnswer> answer = beside(waiting.frame(), frame);
            if (answer.isPresent()) {
                return answer.get();
            }
            replaced = waiting.frame();
        }
        Optional<TransactionOutcome> refused = validator.check(frame, ledger, parameters);
        if (refused.isPresent()) {
            if (refused.get().code() == TransactionResultCode.txINSUFFICIENT_FEE) {
                bans.add(frame.hash());
            }
            return new QueueAnswer.Refused(refused.get());
        }
        if (!coversAllBids(frame, replaced, ledger, parameters)) {
            return refused(frame.bid(), TransactionResultCode.txINSUFFICIENT_BALANCE);
        }
        OptionalLong toBeat = makeRoom(frame, replaced);
        if (toBeat.isPresent()) {
            bans.add(frame.hash());
            return refused(toBeat.getAsLong(), TransactionResultCode.txINSUFFICIENT_FEE);
        }
        if (replaced != null) {
            remove(replaced);
        }
        insert(frame);
        return new QueueAnswer.Pending();
    }

    /** What is answered because of the transaction that waits already; empty when it may be replaced. */
    private static Optional<QueueAnswer> beside(TransactionFrame old, TransactionFrame frame) {
        boolean innerOfQueuedBump = frame.feeBump().isEmpty() && old.innerHash().equals(frame.hash());
        if (old.hash().equals(frame.hash()) || innerOfQueuedBump) {
            return Optional.of(new QueueAnswer.Duplicate());
        }
        if (frame.sequence() < old.sequence()) {
            return Optional.of(refused(frame.bid(), TransactionResultCode.txBAD_SEQ));
        }
        if (frame.feeBump().isEmpty() || frame.sequence() != old.sequence()) {
            return Optional.of(new QueueAnswer.TryAgainLater());
        }
        OptionalLong missing = FeeRules.missingToReplace(old, frame);
        return missing.isPresent()
                ? Optional.of(refused(missing.getAsLong(), TransactionResultCode.txINSUFFICIENT_FEE))
                : Optional.empty();
    }

    private boolean coversAllBids(
            TransactionFrame frame,
            @Nullable TransactionFrame replaced,
            LedgerView ledger,
            LedgerParameters parameters) {
        Account payer = ledger.account(frame.feeSource());
        if (payer == null) {
            return false;
        }
        long released = replaced != null && replaced.feeSource().equals(frame.feeSource()) ? replaced.bid() : 0;
        long others = bidsByPayer.getOrDefault(frame.feeSource(), 0L) - released;
        return parameters.reserves().available(payer) - frame.bid() >= others;
    }

    /** Evicts cheaper transactions if need be; otherwise tells the fee that would have evicted enough. */
    private OptionalLong makeRoom(TransactionFrame frame, @Nullable TransactionFrame replaced) {
        int freed = replaced == null ? 0 : replaced.feeUnits();
        int excess = operations - freed + frame.feeUnits() - capacity;
        if (excess <= 0) {
            return OptionalLong.empty();
        }
        List<TransactionFrame> cheapest = new ArrayList<>(frames());
        cheapest.removeIf(each -> each.source().equals(frame.source()));
        cheapest.sort(FeeRules::compareRates);
        List<TransactionFrame> evicted = new ArrayList<>();
        for (TransactionFrame each : cheapest) {
            if (excess <= 0) {
                break;
            }
            if (FeeRules.compareRates(each, frame) >= 0) {
                return OptionalLong.of(each.bid() * frame.feeUnits() / each.feeUnits() + 1);
            }
            evicted.add(each);
            excess -= each.feeUnits();
        }
        evicted.forEach(this::ban);
        return OptionalLong.empty();
    }

    private void insert(TransactionFrame frame) {
        bySource.put(frame.source(), new Waiting(frame, 0));
        bidsByPayer.merge(frame.feeSource(), frame.bid(), Long::sum);
        operations += frame.feeUnits();
    }

    private void remove(TransactionFrame frame) {
        if (bySource.remove(frame.source()) != null) {
            bidsByPayer.computeIfPresent(
                    frame.feeSource(), (payer, sum) -> sum == frame.bid() ? null : sum - frame.bid());
            operations -= frame.feeUnits();
        }
    }

    /** Drops a waiting transaction and takes its hash no more for ten ledgers. */
    public void ban(TransactionFrame frame) {
        bans.add(frame.hash());
        remove(frame);
    }

    /** Best bid per operation first. */
    public List<TransactionFrame> byRate() {
        List<TransactionFrame> frames = new ArrayList<>(frames());
        frames.sort(((Comparator<TransactionFrame>) FeeRules::compareRates)
                .reversed()
                .thenComparing(TransactionFrame::hash));
        return frames;
    }

    private Collection<TransactionFrame> frames() {
        return bySource.values().stream().map(Waiting::frame).toList();
    }

    /** To be told after each ledger: removes what it holds or outdates, and lets the rest age. */
    public void ledgerClosed(Collection<TransactionFrame> applied) {
        bans.ledgerClosed();
        for (TransactionFrame frame : applied) {
            Waiting waiting = bySource.get(frame.source());
            if (waiting != null && waiting.frame().sequence() <= frame.sequence()) {
                remove(waiting.frame());
            }
        }
        for (Waiting waiting : List.copyOf(bySource.values())) {
            if (waiting.age() + 1 >= MAX_AGE) {
                ban(waiting.frame());
            } else {
                bySource.put(waiting.frame().source(), new Waiting(waiting.frame(), waiting.age() + 1));
            }
        }
    }

    public int size() {
        return bySource.size();
    }

    private static QueueAnswer refused(long fee, TransactionResultCode code) {
        return new QueueAnswer.Refused(TransactionOutcome.of(fee, code));
    }
}
