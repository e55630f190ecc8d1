package dev.latchkey.platform.database;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the statements executed while a test watches (BEGIN and COMMIT not among them); costs one volatile read
 * otherwise.
 */
public final class StatementCounter {

    private volatile @Nullable List<String> recorded;

    /** Runs {@code work} and answers the statements executed meanwhile, by any thread, in order. */
    public List<String> during(Runnable work) {
        List<String> statements = new ArrayList<>();
        recorded = statements;
        try {
            work.run();
        } finally {
            recorded = null;
        }
        synchronized (statements) {
            return List.copyOf(statements);
        }
    }

    void count(@Nullable String sql) {
        List<String> statements = recorded;
        if (statements != null) {
            synchronized (statements) {
                statements.add(String.valueOf(sql));
            }
        }
    }
}
