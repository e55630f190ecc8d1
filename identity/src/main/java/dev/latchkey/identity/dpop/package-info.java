/** Proof of possession: tokens that are worth nothing without a key of the client (DPoP, RFC 9449). */
@NullMarked
package dev.latchkey.identity.dpop;

import org.jspecify.annotations.NullMarked;
