/** Transactions: decoding, signatures, validity and application with their results. */
@NullMarked
package dev.latchkey.sandbox.transaction;

import org.jspecify.annotations.NullMarked;
