/** Tests. */
@NullMarked
package dev.latchkey.payments.limit;

import org.jspecify.annotations.NullMarked;
