package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.LedgerOverlay;
import dev.latchkey.sandbox.ledger.LedgerParameters;
import dev.latchkey.sandbox.ledger.Reserves;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation works on: the ledger with the changes of the operations before it, and where its effects go. The
 * transaction's source and sequence name the claimable balances that it creates.
 */
public record OperationContext(
        LedgerOverlay ledger,
        LedgerParameters parameters,
        String transactionSource,
        long transactionSequence,
        Sponsorships sponsorships,
        List<Effect> effects) {

    /** An account that is known to exist at this point. */
    public Account existing(String id) {
        Account account = ledger.account(id);
        if (account == null) {
            throw new IllegalStateException("Account " + id + " vanished inside an operation");
        }
        return account;
    }

    public Reserves reserves() {
        return parameters.reserves();
    }

    void effect(String account, EffectType type, Map<String, Object> attributes) {
        effects.add(new Effect(account, type, attributes));
    }

    void effect(String account, EffectType type, Object... namesAndValues) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        effects.add(new Effect(account, type, attributes));
    }

    /** Adds to a native balance; null when it would overflow. */
    @Nullable
    Account credited(String id, long amount) {
        Account account = existing(id);
        if (account.balance() > Long.MAX_VALUE - amount) {
            return null;
        }
        return account.withBalance(account.balance() + amount);
    }
}
