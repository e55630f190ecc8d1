package dev.latchkey.sandbox.ledger;

/** Reserve arithmetic (stellar-core getMinBalance); this ledger has no offers, so there are no selling liabilities. */
public record Reserves(long baseReserve) {
    public long minimumBalance(Account account) {
        return (2L + account.subEntries() + account.sponsoring() - account.sponsored()) * baseReserve;
    }

    /** What the account may spend, in stroops; negative when a reserve was raised above its balance. */
    public long available(Account account) {
        return account.balance() - minimumBalance(account);
    }

    public long of(int multiplier) {
        return multiplier * baseReserve;
    }
}
