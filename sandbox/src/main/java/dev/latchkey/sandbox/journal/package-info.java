/** The append-only file from which a sandbox ledger is rebuilt. */
@NullMarked
package dev.latchkey.sandbox.journal;

import org.jspecify.annotations.NullMarked;
