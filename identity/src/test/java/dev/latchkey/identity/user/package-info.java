/** Users without HTTP. */
@NullMarked
package dev.latchkey.identity.user;

import org.jspecify.annotations.NullMarked;
