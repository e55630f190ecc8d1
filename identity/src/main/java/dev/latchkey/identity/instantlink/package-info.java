/** Sign-in by a link that is sent to the user's address. */
@NullMarked
package dev.latchkey.identity.instantlink;

import org.jspecify.annotations.NullMarked;
