package dev.latchkey.payments.ledger;

/** The ledgers a node offers do not continue the ones read so far; reading on would make every certainty worthless. */
public final class LedgerDiscontinuity extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerDiscontinuity(String message) {
        super(message);
    }
}
