/** Reading out of each closed ledger what happened to whom. */
@NullMarked
package dev.latchkey.payments.indexer;

import org.jspecify.annotations.NullMarked;
