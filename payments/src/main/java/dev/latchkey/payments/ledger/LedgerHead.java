package dev.latchkey.payments.ledger;

import java.time.Instant;

/**
 * The last ledger that was read.
 *
 * @param closedAt the ledger's own time: bounds of transactions are reckoned from it, never from a local clock
 */
public record LedgerHead(int sequence, String hash, Instant closedAt) {}
