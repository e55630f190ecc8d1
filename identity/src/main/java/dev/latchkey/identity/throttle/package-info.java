/** Counting in the database what may happen only so often: wrong guesses, requests for mail. */
@NullMarked
package dev.latchkey.identity.throttle;

import org.jspecify.annotations.NullMarked;
