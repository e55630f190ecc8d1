/** Who somebody is: users, sign-in, sessions, tokens. */
@NullMarked
package dev.latchkey.identity;

import org.jspecify.annotations.NullMarked;
