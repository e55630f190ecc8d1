/** Tests. */
@NullMarked
package dev.latchkey.custody.signing;

import org.jspecify.annotations.NullMarked;
