/** Keys of access tokens against published vectors. */
@NullMarked
package dev.latchkey.identity.token;

import org.jspecify.annotations.NullMarked;
