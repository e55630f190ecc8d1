/** Tests of delivery. */
@NullMarked
package dev.latchkey.platform.outbox;

import org.jspecify.annotations.NullMarked;
