/** The sign-in of applications that have an auth provider: identity in, user and wallet out. */
@NullMarked
package dev.latchkey.identity.authenticate;

import org.jspecify.annotations.NullMarked;
