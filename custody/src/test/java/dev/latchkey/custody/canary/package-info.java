/** Tests. */
@NullMarked
package dev.latchkey.custody.canary;

import org.jspecify.annotations.NullMarked;
