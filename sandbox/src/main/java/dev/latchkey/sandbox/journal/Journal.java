package dev.latchkey.sandbox.journal;

/** Where closed ledgers are kept. */
public interface Journal extends AutoCloseable {
    /** Returns when the ledger is on disk (a ledger without transactions may still be on its way there). */
    void append(LedgerRecord ledger);

    @Override
    void close();

    /** Keeps nothing: for tests. */
    static Journal none() {
        return new Journal() {
            @Override
            public void append(LedgerRecord ledger) {}

            @Override
            public void close() {}
        };
    }
}
