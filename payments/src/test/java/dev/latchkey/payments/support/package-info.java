/** A room of payments with real custody, a real database and a sandbox ledger, for tests. */
@NullMarked
package dev.latchkey.payments.support;

import org.jspecify.annotations.NullMarked;
