/** Sessions: refresh tokens and their rotation, cookies, the check of every request. */
@NullMarked
package dev.latchkey.identity.session;

import org.jspecify.annotations.NullMarked;
