/** Bringing wallets to the ledger: sponsored accounts and trustlines, in batches. */
@NullMarked
package dev.latchkey.payments.onboarding;

import org.jspecify.annotations.NullMarked;
