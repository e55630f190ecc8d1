/** Sign-in with Google and Apple by their ID tokens (auth-api.md 11). */
@NullMarked
package dev.latchkey.identity.social;

import org.jspecify.annotations.NullMarked;
