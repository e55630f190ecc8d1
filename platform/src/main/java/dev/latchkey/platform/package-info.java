/** The ground floor: everything a server needs that knows nothing of sign-in, keys or money. */
@NullMarked
package dev.latchkey.platform;

import org.jspecify.annotations.NullMarked;
