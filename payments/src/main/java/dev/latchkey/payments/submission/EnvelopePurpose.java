package dev.latchkey.payments.submission;

/** What a signed transaction is for. */
public enum EnvelopePurpose {
    /** One payment. */
    PAYMENT,
    /** Accounts and trustlines of wallets. */
    ONBOARDING,
    /** Accounts of channels. */
    CHANNELS,
    /** Lumens for channels. */
    REFILL
}
