/** Tests. */
@NullMarked
package dev.latchkey.payments.transaction;

import org.jspecify.annotations.NullMarked;
