/** Tests. */
@NullMarked
package dev.latchkey.payments.asset;

import org.jspecify.annotations.NullMarked;
