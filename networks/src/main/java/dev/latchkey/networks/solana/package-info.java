/** The texts of Solana that a wallet shows and signs: addresses and sign-in messages. */
@NullMarked
package dev.latchkey.networks.solana;

import org.jspecify.annotations.NullMarked;
