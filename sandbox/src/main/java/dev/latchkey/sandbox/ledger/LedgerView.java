package dev.latchkey.sandbox.ledger;

import org.jspecify.annotations.Nullable;

/** Read access to ledger entries. */
public interface LedgerView {
    @Nullable
    Entry find(EntryKey key);

    default @Nullable Account account(String id) {
        return (Account) find(new EntryKey.OfAccount(id));
    }

    default @Nullable TrustLine trustLine(String account, AssetId asset) {
        return (TrustLine) find(new EntryKey.OfTrustLine(account, asset));
    }

    default @Nullable AccountData data(String account, String name) {
        return (AccountData) find(new EntryKey.OfData(account, name));
    }

    default @Nullable ClaimableBalance claimableBalance(String id) {
        return (ClaimableBalance) find(new EntryKey.OfClaimableBalance(id));
    }
}
