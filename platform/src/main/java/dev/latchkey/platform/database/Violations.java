package dev.latchkey.platform.database;

import java.sql.SQLException;

/** Tells by which rule PostgreSQL refused a statement. */
public final class Violations {

    private static final String UNIQUE = "23505";

    private Violations() {}

    /** Whether {@code failure} says that a row with the same unique key exists. */
    public static boolean isUnique(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return UNIQUE.equals(sql.getSQLState());
            }
        }
        return false;
    }
}
