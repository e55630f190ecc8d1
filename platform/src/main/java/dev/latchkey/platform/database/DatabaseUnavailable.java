package dev.latchkey.platform.database;

/** The database cannot be reached, or gave no connection in time: nothing was done, the caller may try again. */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseUnavailable(Throwable cause) {
        super("the database is away", cause);
    }
}
