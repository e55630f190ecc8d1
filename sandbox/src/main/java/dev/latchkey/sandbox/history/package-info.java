/** What happened: applied transactions, operations and effects, in ledger order with cursors. */
@NullMarked
package dev.latchkey.sandbox.history;

import org.jspecify.annotations.NullMarked;
