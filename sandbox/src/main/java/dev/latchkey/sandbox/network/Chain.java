package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.history.History;
import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.EntryKey;
import dev.latchkey.sandbox.ledger.LedgerHeader;
import dev.latchkey.sandbox.ledger.LedgerOverlay;
import dev.latchkey.sandbox.ledger.LedgerParameters;
import dev.latchkey.sandbox.ledger.LedgerState;
import dev.latchkey.sandbox.ledger.OwnershipView;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.transaction.EntryChange;
import dev.latchkey.sandbox.transaction.TransactionApplier;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellar.sdk.KeyPair;

/** The chain of closed ledgers: state and history, and the one way to add a ledger. Guarded by its user. */
final class Chain {
    private static final String NO_HASH = "0".repeat(64);

    /** How many ledgers a stale read can lie behind. */
    private static final int STEPS_BACK = 64;

    private final NetworkParameters parameters;
    private final LedgerState state = new LedgerState();
    private final History history = new History();
    private final Deque<Map<EntryKey, Optional<Entry>>> stepsBack = new ArrayDeque<>();
    private long feePool;

    Chain(NetworkParameters parameters) {
        this.parameters = parameters;
        KeyPair root = rootKey(parameters);
        Account account = Account.created(root.getAccountId(), NetworkParameters.TOTAL_COINS, 0);
        state.apply(Map.of(account.key(), Optional.of(account)), 1);
        publish(1, parameters.genesisTime(), List.of());
    }

    /** The key of the account that holds all lumens at first: the network id is its seed, as in stellar-core. */
    static KeyPair rootKey(NetworkParameters parameters) {
        return KeyPair.fromSecretSeed(parameters.id().hash());
    }

    LedgerState state() {
        return state;
    }

    History history() {
        return history;
    }

    ClosedLedger latest() {
        return history.latest();
    }

    /** The state as it was some ledgers ago, as far as it is remembered. */
    OwnershipView behind(int ledgers) {
        return new PastView(state, stepsBack.stream().limit(ledgers).toList().reversed());
    }

    /** Closes the next ledger over the transactions, in their order; fees are charged before any is applied. */
    ClosedLedger close(
            List<TransactionFrame> frames, long closeTime, long effectiveBaseFee, TransactionApplier applier) {
        int sequence = latest().sequence() + 1;
        LedgerParameters ledger =
                new LedgerParameters(sequence, closeTime, closeTime, effectiveBaseFee, parameters.reserves());
        LedgerOverlay overlay = new LedgerOverlay(state);
        List<Long> charged = new ArrayList<>(frames.size());
        List<List<EntryChange>> feeChanges = new ArrayList<>(frames.size());
        for (TransactionFrame frame : frames) {
            LedgerOverlay fee = new LedgerOverlay(overlay);
            charged.add(TransactionApplier.chargeFee(frame, fee, effectiveBaseFee));
            feeChanges.add(EntryChange.of(fee));
            fee.commitTo(overlay);
        }
        List<AppliedTransaction> applied = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            TransactionApplier.Applied result = applier.apply(frames.get(i), overlay, ledger, charged.get(i));
            feePool += charged.get(i);
            applied.add(new AppliedTransaction(
                    sequence,
                    i + 1,
                    closeTime,
                    frames.get(i),
                    result.outcome(),
                    feeChanges.get(i),
                    result.before(),
                    result.operations()));
        }
        stepsBack.addFirst(state.apply(overlay.changes(), sequence));
        if (stepsBack.size() > STEPS_BACK) {
            stepsBack.removeLast();
        }
        return publish(sequence, closeTime, applied);
    }

    private ClosedLedger publish(int sequence, long closeTime, List<AppliedTransaction> applied) {
        int successful =
                (int) applied.stream().filter(AppliedTransaction::succeeded).count();
        int attempted = applied.stream().mapToInt(each -> each.applied().size()).sum();
        int operations = applied.stream()
                .filter(AppliedTransaction::succeeded)
                .mapToInt(each -> each.applied().size())
                .sum();
        String previous = sequence == 1 ? NO_HASH : latest().hash();
        LedgerHeader header = new LedgerHeader(
                sequence,
                parameters.protocolVersion(),
                previous,
                setHash(previous, applied),
                resultHash(applied),
                HexFormat.of().formatHex(state.stateHash()),
                closeTime,
                NetworkParameters.TOTAL_COINS,
                feePool,
                parameters.baseFee(),
                parameters.baseReserve(),
                parameters.operationsPerLedger(),
                successful,
                applied.size() - successful,
                operations,
                attempted);
        ClosedLedger closed = new ClosedLedger(header, header.hash());
        history.add(closed, applied);
        return closed;
    }

    private static String setHash(String previous, List<AppliedTransaction> applied) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(HexFormat.of().parseHex(previous));
        applied.forEach(each -> content.writeBytes(each.frame().envelope()));
        return HexFormat.of().formatHex(Xdr.sha256(content.toByteArray()));
    }

    private static String resultHash(List<AppliedTransaction> applied) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(Xdr.encode(out -> out.writeInt(applied.size())));
        for (AppliedTransaction each : applied) {
            content.writeBytes(HexFormat.of().parseHex(each.frame().hash()));
            content.writeBytes(Xdr.bytes(each.outcome().toXdr()::toXdrByteArray));
        }
        return HexFormat.of().formatHex(Xdr.sha256(content.toByteArray()));
    }
}
