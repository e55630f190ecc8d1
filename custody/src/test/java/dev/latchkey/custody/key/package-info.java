/** Tests. */
@NullMarked
package dev.latchkey.custody.key;

import org.jspecify.annotations.NullMarked;
