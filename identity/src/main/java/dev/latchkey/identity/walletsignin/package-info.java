/** Sign-in with wallets that users hold themselves: Solana (auth-api.md 12), Stellar (SEP-10, SEP-53). */
@NullMarked
package dev.latchkey.identity.walletsignin;

import org.jspecify.annotations.NullMarked;
