package dev.latchkey.sandbox.ledger;

/** What names a ledger entry. */
public sealed interface EntryKey {
    record OfAccount(String id) implements EntryKey {}

    record OfTrustLine(String account, AssetId asset) implements EntryKey {}

    record OfData(String account, String name) implements EntryKey {}

    /** {@code id} is the hex form of the XDR balance id, type prefix included (72 characters). */
    record OfClaimableBalance(String id) implements EntryKey {}
}
