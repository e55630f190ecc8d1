/** The first administrator of an installation (auth-api.md 18, 19). */
@NullMarked
package dev.latchkey.identity.setup;

import org.jspecify.annotations.NullMarked;
