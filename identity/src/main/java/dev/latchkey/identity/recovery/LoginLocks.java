package dev.latchkey.identity.recovery;

import dev.latchkey.platform.database.Transaction;
import java.util.UUID;

/** The counts of failed logins. */
@FunctionalInterface
public interface LoginLocks {

    /** Forgets the failures of an address: its owner is here. */
    void forget(Transaction tx, UUID projectId, String address);
}
