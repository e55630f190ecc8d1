/** Fetching without a server. */
@NullMarked
package dev.latchkey.identity.provider;

import org.jspecify.annotations.NullMarked;
