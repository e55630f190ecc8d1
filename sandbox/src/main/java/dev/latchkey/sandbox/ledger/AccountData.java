package dev.latchkey.sandbox.ledger;

import org.jspecify.annotations.Nullable;

/** A named value of an account (manage data); {@code value} is base64 of at most 64 bytes. */
public record AccountData(
        String account, String name, String value, @Nullable String sponsor, int lastModified) implements Entry {
    @Override
    public EntryKey key() {
        return new EntryKey.OfData(account, name);
    }

    @Override
    public int reserves() {
        return 1;
    }

    public AccountData withValue(String newValue) {
        return new AccountData(account, name, newValue, sponsor, lastModified);
    }

    @Override
    public AccountData withSponsor(@Nullable String newSponsor) {
        return new AccountData(account, name, value, newSponsor, lastModified);
    }

    @Override
    public AccountData withLastModified(int ledger) {
        return new AccountData(account, name, value, sponsor, ledger);
    }
}
