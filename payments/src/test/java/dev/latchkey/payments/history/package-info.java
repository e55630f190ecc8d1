/** Tests. */
@NullMarked
package dev.latchkey.payments.history;

import org.jspecify.annotations.NullMarked;
