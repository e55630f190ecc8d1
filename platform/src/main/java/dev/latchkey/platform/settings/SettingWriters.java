package dev.latchkey.platform.settings;

import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Caller;

/** Who may change settings. */
@FunctionalInterface
public interface SettingWriters {

    /** Asks again, with the settings locked, whether the caller still may: throws 403 for who has lost it meanwhile. */
    void requireStill(Transaction tx, Caller caller);
}
