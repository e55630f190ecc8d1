/** Payments as intents: creating, reading, cancelling, and the states they go through. */
@NullMarked
package dev.latchkey.payments.transaction;

import org.jspecify.annotations.NullMarked;
