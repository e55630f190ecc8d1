/** The ways a user can sign in, one row each whatever its kind (auth-api.md 16). */
@NullMarked
package dev.latchkey.identity.credential;

import org.jspecify.annotations.NullMarked;
