/** Parts of balances that open payments will take. */
@NullMarked
package dev.latchkey.payments.reservation;

import org.jspecify.annotations.NullMarked;
