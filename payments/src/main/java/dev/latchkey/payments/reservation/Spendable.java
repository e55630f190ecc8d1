package dev.latchkey.payments.reservation;

/**
 * What an account could pay of an asset as of a ledger, before anything we have promised since.
 *
 * @param amount in units of 10⁻⁷, reserves and liabilities deducted
 * @param asOfLedger the reading is at least as new as this ledger
 */
public record Spendable(long amount, int asOfLedger) {}
