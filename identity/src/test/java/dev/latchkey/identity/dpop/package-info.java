/** Proofs of possession against published examples. */
@NullMarked
package dev.latchkey.identity.dpop;

import org.jspecify.annotations.NullMarked;
