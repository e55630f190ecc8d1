/** Wallets of users: their states, their rows, their routes. */
@NullMarked
package dev.latchkey.custody.wallet;

import org.jspecify.annotations.NullMarked;
