package dev.latchkey.sandbox.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All closed ledgers with what they hold, and who took part in it. Guarded by its user. */
public final class History {
    private final Timeline<ClosedLedger> ledgers = new Timeline<>();
    private final List<ClosedLedger> bySequence = new ArrayList<>();
    private final Timeline<AppliedTransaction> transactions = new Timeline<>();
    private final Timeline<OperationRecord> operations = new Timeline<>();
    private final Timeline<EffectRecord> effects = new Timeline<>();
    private final Map<String, AppliedTransaction> byHash = new HashMap<>();
    private final Map<String, AccountHistory> byAccount = new HashMap<>();

    private static final class AccountHistory {
        private final Timeline<AppliedTransaction> transactions = new Timeline<>();
        private final Timeline<OperationRecord> operations = new Timeline<>();
        private final Timeline<EffectRecord> effects = new Timeline<>();
    }

    public void add(ClosedLedger ledger, List<AppliedTransaction> applied) {
        ledgers.add(ledger);
        bySequence.add(ledger);
        applied.forEach(this::add);
    }

    private void add(AppliedTransaction transaction) {
        transactions.add(transaction);
        byHash.put(transaction.frame().hash(), transaction);
        // A failed bump may be followed by a success of the same inner transaction; the success is what counts.
        byHash.merge(transaction.frame().innerHash(), transaction, (old, latest) -> old.succeeded() ? old : latest);
        transaction.participants().forEach(id -> of(id).transactions.add(transaction));
        for (OperationRecord operation : transaction.operations()) {
            operations.add(operation);
            operation.participants().forEach(id -> of(id).operations.add(operation));
            for (EffectRecord effect : operation.effects()) {
                effects.add(effect);
                of(effect.effect().account()).effects.add(effect);
            }
        }
    }

    private AccountHistory of(String account) {
        return byAccount.computeIfAbsent(account, id -> new AccountHistory());
    }

    public ClosedLedger latest() {
        return bySequence.getLast();
    }

    public ClosedLedger oldest() {
        return bySequence.getFirst();
    }

    public Optional<ClosedLedger> ledger(long sequence) {
        return sequence < 1 || sequence > bySequence.size()
                ? Optional.empty()
                : Optional.of(bySequence.get((int) sequence - 1));
    }

    /** By the hash of the envelope or of the transaction inside a fee bump, in lower-case hex. */
    public Optional<AppliedTransaction> transaction(String hash) {
        return Optional.ofNullable(byHash.get(hash));
    }

    public Optional<OperationRecord> operation(long id) {
        Position position = new Position(id, 0);
        return operations.page(new PageRequest(new Position(id - 1, Integer.MAX_VALUE), false, 1), any -> true).stream()
                .filter(operation -> operation.position().equals(position))
                .findFirst();
    }

    public List<ClosedLedger> ledgers(PageRequest request) {
        return ledgers.page(request, any -> true);
    }

    /** {@code account} null means everybody's. */
    public List<AppliedTransaction> transactions(
            @Nullable String account, PageRequest request, Predicate<? super AppliedTransaction> filter) {
        if (account == null) {
            return transactions.page(request, filter);
        }
        AccountHistory own = byAccount.get(account);
        return own == null ? List.of() : own.transactions.page(request, filter);
    }

    public List<OperationRecord> operations(
            @Nullable String account, PageRequest request, Predicate<? super OperationRecord> filter) {
        if (account == null) {
            return operations.page(request, filter);
        }
        AccountHistory own = byAccount.get(account);
        return own == null ? List.of() : own.operations.page(request, filter);
    }

    public List<EffectRecord> effects(
            @Nullable String account, PageRequest request, Predicate<? super EffectRecord> filter) {
        if (account == null) {
            return effects.page(request, filter);
        }
        AccountHistory own = byAccount.get(account);
        return own == null ? List.of() : own.effects.page(request, filter);
    }
}
