/** Moving value: payments, their limits, the channel accounts that carry them, and the ledger they end in. */
@NullMarked
package dev.latchkey.payments;

import org.jspecify.annotations.NullMarked;
