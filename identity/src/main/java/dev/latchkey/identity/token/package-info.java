/** Access tokens (JWT) and the keys that sign them. */
@NullMarked
package dev.latchkey.identity.token;

import org.jspecify.annotations.NullMarked;
