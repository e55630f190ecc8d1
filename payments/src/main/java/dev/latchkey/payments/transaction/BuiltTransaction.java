package dev.latchkey.payments.transaction;

/**
 * An unsigned transaction.
 *
 * @param xdr base 64 of the envelope
 * @param sequence the account's present number; the transaction uses the next one
 */
record BuiltTransaction(String xdr, String sequence, String networkPassphrase) {}
