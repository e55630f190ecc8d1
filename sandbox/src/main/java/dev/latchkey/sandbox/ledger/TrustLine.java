package dev.latchkey.sandbox.ledger;

import org.jspecify.annotations.Nullable;

/** What an account holds of an issued asset; {@code balance} and {@code limit} in units of 10^-7. */
public record TrustLine(
        String account,
        AssetId asset,
        long balance,
        long limit,
        int flags,
        @Nullable String sponsor,
        int lastModified) implements Entry {
    public static final int AUTHORIZED = 1;
    public static final int AUTHORIZED_TO_MAINTAIN_LIABILITIES = 2;
    public static final int CLAWBACK_ENABLED = 4;
    public static final int AUTHORIZATION_MASK = AUTHORIZED | AUTHORIZED_TO_MAINTAIN_LIABILITIES;
    public static final int MASK = AUTHORIZATION_MASK | CLAWBACK_ENABLED;

    @Override
    public EntryKey key() {
        return new EntryKey.OfTrustLine(account, asset);
    }

    @Override
    public int reserves() {
        return 1;
    }

    public boolean isAuthorized() {
        return (flags & AUTHORIZED) != 0;
    }

    public boolean isClawbackEnabled() {
        return (flags & CLAWBACK_ENABLED) != 0;
    }

    public TrustLine withBalance(long newBalance) {
        return new TrustLine(account, asset, newBalance, limit, flags, sponsor, lastModified);
    }

    public TrustLine withLimit(long newLimit) {
        return new TrustLine(account, asset, balance, newLimit, flags, sponsor, lastModified);
    }

    public TrustLine withFlags(int newFlags) {
        return new TrustLine(account, asset, balance, limit, newFlags, sponsor, lastModified);
    }

    @Override
    public TrustLine withSponsor(@Nullable String newSponsor) {
        return new TrustLine(account, asset, balance, limit, flags, newSponsor, lastModified);
    }

    @Override
    public TrustLine withLastModified(int ledger) {
        return new TrustLine(account, asset, balance, limit, flags, sponsor, ledger);
    }
}
