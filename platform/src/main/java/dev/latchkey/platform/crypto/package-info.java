/** Cryptographic primitives: locked memory, signatures, authenticated encryption, envelopes, password hashes, tokens. */
@NullMarked
package dev.latchkey.platform.crypto;

import org.jspecify.annotations.NullMarked;
