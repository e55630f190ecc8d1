/** Tests. */
@NullMarked
package dev.latchkey.payments.balance;

import org.jspecify.annotations.NullMarked;
