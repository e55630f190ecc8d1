/** Spending limits of wallets and what counts against them. */
@NullMarked
package dev.latchkey.payments.limit;

import org.jspecify.annotations.NullMarked;
