/** Assets for which the wallets of a project get trustlines. */
@NullMarked
package dev.latchkey.payments.asset;

import org.jspecify.annotations.NullMarked;
