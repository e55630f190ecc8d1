/** Second factors: one-time passwords of an authenticator app, recovery codes, and proving again who one is. */
@NullMarked
package dev.latchkey.identity.mfa;

import org.jspecify.annotations.NullMarked;
