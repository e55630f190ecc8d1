/** Tests. */
@NullMarked
package dev.latchkey.custody.journal;

import org.jspecify.annotations.NullMarked;
