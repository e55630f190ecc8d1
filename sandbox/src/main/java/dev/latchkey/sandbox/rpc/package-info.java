/** Soroban RPC's JSON-RPC methods over the sandbox ledger. */
@NullMarked
package dev.latchkey.sandbox.rpc;

import org.jspecify.annotations.NullMarked;
