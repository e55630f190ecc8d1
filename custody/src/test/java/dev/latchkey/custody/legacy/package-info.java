/** Tests. */
@NullMarked
package dev.latchkey.custody.legacy;

import org.jspecify.annotations.NullMarked;
