package dev.latchkey.sandbox.ledger;

import java.util.Collection;

/** Entries of one ledger, with those that belong to an account. */
public interface OwnershipView extends LedgerView {
    /** Trustlines and data of an account, in no particular order. */
    Collection<Entry> ownedBy(String account);
}
