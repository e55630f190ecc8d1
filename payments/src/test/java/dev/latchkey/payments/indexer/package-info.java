/** Tests. */
@NullMarked
package dev.latchkey.payments.indexer;

import org.jspecify.annotations.NullMarked;
