/** Tests across the room's subjects. */
@NullMarked
package dev.latchkey.custody;

import org.jspecify.annotations.NullMarked;
