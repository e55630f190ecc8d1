/** What payments need from the room that keeps wallets and keys. */
@NullMarked
package dev.latchkey.payments.wallet;

import org.jspecify.annotations.NullMarked;
