/** Proving that an address belongs to its user, and changing it. */
@NullMarked
package dev.latchkey.identity.verification;

import org.jspecify.annotations.NullMarked;
