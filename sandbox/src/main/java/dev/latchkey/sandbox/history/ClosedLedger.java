package dev.latchkey.sandbox.history;

import dev.latchkey.sandbox.ledger.LedgerHeader;

/** A closed ledger with its hash in hex. */
public record ClosedLedger(LedgerHeader header, String hash) implements Positioned {
    public int sequence() {
        return header.sequence();
    }

    @Override
    public Position position() {
        return Position.of(header.sequence(), 0, 0);
    }
}
