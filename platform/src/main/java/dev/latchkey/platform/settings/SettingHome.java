package dev.latchkey.platform.settings;

import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where the truth about a setting is kept that another room has a row for, so that there are not two. */
public interface SettingHome {

    /** The text of the value; empty where there is none. */
    Optional<String> read(Handle sql);

    /**
     * Stores it, and audits that under the name it has there.
     *
     * @param text empty to have none
     * @throws dev.latchkey.platform.configuration.InvalidValueException what is wrong with it
     */
    void write(Transaction tx, Optional<String> text, Origin origin);
}
