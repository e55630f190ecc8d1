/** Registration and sign-in with e-mail and password. */
@NullMarked
package dev.latchkey.identity.password;

import org.jspecify.annotations.NullMarked;
