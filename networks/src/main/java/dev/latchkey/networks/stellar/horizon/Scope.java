package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;

/** Whose records a list has. */
public sealed interface Scope {
    /** Of the whole network. */
    record All() implements Scope {}

    /** Of an account. */
    record OfAccount(AccountId account) implements Scope {}

    /** Of a ledger. */
    record OfLedger(long sequence) implements Scope {}

    /** Of a transaction. */
    record OfTransaction(Hash hash) implements Scope {}

    /** The path of a collection in this scope. */
    default String path(String collection) {
        return switch (this) {
            case All() -> "/" + collection;
            case OfAccount(AccountId account) -> "/accounts/" + account + "/" + collection;
            case OfLedger(long sequence) -> "/ledgers/" + sequence + "/" + collection;
            case OfTransaction(Hash hash) -> "/transactions/" + hash.toHex() + "/" + collection;
        };
    }
}
