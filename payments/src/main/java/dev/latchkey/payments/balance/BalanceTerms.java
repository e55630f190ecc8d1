package dev.latchkey.payments.balance;

import java.time.Duration;

/**
 * How fresh kept balances are to be.
 *
 * @param staleAfter age at which a balance that is read asks for a newer one
 * @param syncEvery pause between two readings of all balances
 * @param maxRetries how often a reading that no ledger asked for is repeated before it is given up
 */
public record BalanceTerms(Duration staleAfter, Duration syncEvery, int maxRetries) {
    public static final BalanceTerms DEFAULT = new BalanceTerms(Duration.ofMinutes(5), Duration.ofMinutes(10), 3);
}
