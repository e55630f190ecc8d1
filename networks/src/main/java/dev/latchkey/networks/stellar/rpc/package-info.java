/** The JSON-RPC API of Stellar's RPC nodes: ledger entries, contract simulation, submission, events. */
@NullMarked
package dev.latchkey.networks.stellar.rpc;

import org.jspecify.annotations.NullMarked;
