/**
 * Stellar's binary forms at protocol 27 as records and sealed types: transactions, results, ledger keys and entries,
 * contract values. Names follow the network's own {@code .x} files; every value writes itself and has a static
 * {@code read}.
 */
@NullMarked
package dev.latchkey.networks.stellar.xdr;

import org.jspecify.annotations.NullMarked;
