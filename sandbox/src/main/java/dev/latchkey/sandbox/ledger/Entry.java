package dev.latchkey.sandbox.ledger;

import org.jspecify.annotations.Nullable;

/** One immutable ledger entry. */
public sealed interface Entry permits Account, TrustLine, AccountData, ClaimableBalance {
    EntryKey key();

    /** The account whose reserve the entry uses, when it is not the owner's own. */
    @Nullable
    String sponsor();

    Entry withSponsor(@Nullable String newSponsor);

    /** Sequence of the ledger that last changed the entry. */
    int lastModified();

    Entry withLastModified(int ledger);

    /** How many base reserves the entry takes (CAP-33, "multiplier"). */
    int reserves();
}
