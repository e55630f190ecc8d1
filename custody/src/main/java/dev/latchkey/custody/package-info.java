/** Keys that users never see: custodial wallets, sealed private keys, signing. */
@NullMarked
package dev.latchkey.custody;

import org.jspecify.annotations.NullMarked;
