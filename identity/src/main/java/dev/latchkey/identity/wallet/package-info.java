/** What sign-in needs from the wallets of a user; the room that keeps the keys implements it. */
@NullMarked
package dev.latchkey.identity.wallet;

import org.jspecify.annotations.NullMarked;
