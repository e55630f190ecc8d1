/** Takes over wallets of the service that came before. */
@NullMarked
package dev.latchkey.custody.legacy;

import org.jspecify.annotations.NullMarked;
