/** Signatures over transaction hashes, with the keys of wallets and of the server itself. */
@NullMarked
package dev.latchkey.custody.signing;

import org.jspecify.annotations.NullMarked;
