/** Horizon's HTTP shapes over the sandbox ledger. */
@NullMarked
package dev.latchkey.sandbox.horizon;

import org.jspecify.annotations.NullMarked;
