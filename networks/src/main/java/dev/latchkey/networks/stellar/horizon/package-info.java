/** Horizon's HTTP API: accounts, fees, ledgers, transactions and their traces, submission, streaming. */
@NullMarked
package dev.latchkey.networks.stellar.horizon;

import org.jspecify.annotations.NullMarked;
