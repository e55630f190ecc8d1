package dev.latchkey.sandbox.ledger;

/** The four flags of an account, as bits of its {@code flags} field. */
public final class AccountFlags {
    public static final int AUTH_REQUIRED = 1;
    public static final int AUTH_REVOCABLE = 2;
    public static final int AUTH_IMMUTABLE = 4;
    public static final int AUTH_CLAWBACK_ENABLED = 8;
    public static final int MASK = 15;

    private AccountFlags() {}
}
