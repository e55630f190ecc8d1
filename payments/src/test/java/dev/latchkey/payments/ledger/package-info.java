/** Tests. */
@NullMarked
package dev.latchkey.payments.ledger;

import org.jspecify.annotations.NullMarked;
