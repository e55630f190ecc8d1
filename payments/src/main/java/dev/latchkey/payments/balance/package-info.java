/** Balances of wallets as the network's nodes show them, kept for reading. */
@NullMarked
package dev.latchkey.payments.balance;

import org.jspecify.annotations.NullMarked;
