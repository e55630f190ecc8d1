package dev.latchkey.sandbox.ledger;

/**
 * What a transaction sees of the ledger it is meant for. {@code closeTime} is the earliest and {@code latestCloseTime} the
 * latest that the ledger may close, in Unix seconds; they are equal once it closes. Fees are in stroops per operation.
 */
public record LedgerParameters(int sequence, long closeTime, long latestCloseTime, long baseFee, Reserves reserves) {}
