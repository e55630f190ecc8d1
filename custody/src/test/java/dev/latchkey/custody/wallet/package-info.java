/** Tests. */
@NullMarked
package dev.latchkey.custody.wallet;

import org.jspecify.annotations.NullMarked;
