/** What happened to wallets, in words. */
@NullMarked
package dev.latchkey.payments.history;

import org.jspecify.annotations.NullMarked;
