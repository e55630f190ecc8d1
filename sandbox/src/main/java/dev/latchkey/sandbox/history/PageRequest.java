package dev.latchkey.sandbox.history;

import org.jspecify.annotations.Nullable;

/**
 * Which records a reader wants: strictly after the cursor (before it when descending), strictly between {@code after} and
 * {@code before}, at most {@code limit}.
 */
public record PageRequest(@Nullable Position cursor, boolean descending, int limit, Position after, Position before) {
    private static final Position FIRST = new Position(-1, 0);
    private static final Position LAST = new Position(Long.MAX_VALUE, Integer.MAX_VALUE);

    public PageRequest(@Nullable Position cursor, boolean descending, int limit) {
        this(cursor, descending, limit, FIRST, LAST);
    }

    /** The same request, going on from a position. */
    public PageRequest from(Position position) {
        return new PageRequest(position, descending, limit, after, before);
    }

    public PageRequest withLimit(int newLimit) {
        return new PageRequest(cursor, descending, newLimit, after, before);
    }

    /** The same request within one ledger. */
    public PageRequest inLedger(int ledger) {
        return within(Position.of(ledger, 0, 0), Position.of(ledger + 1, 0, 0));
    }

    /** The same request within a transaction. */
    public PageRequest inTransaction(AppliedTransaction transaction) {
        return within(transaction.position(), Position.of(transaction.ledger(), transaction.order() + 1, 0));
    }

    /** The same request for the effects of an operation. */
    public PageRequest inOperation(OperationRecord operation) {
        return within(operation.position(), new Position(operation.position().id() + 1, 0));
    }

    private PageRequest within(Position newAfter, Position newBefore) {
        return new PageRequest(cursor, descending, limit, newAfter, newBefore);
    }
}
