/** Tests of the room as a whole. */
@NullMarked
package dev.latchkey.payments;

import org.jspecify.annotations.NullMarked;
