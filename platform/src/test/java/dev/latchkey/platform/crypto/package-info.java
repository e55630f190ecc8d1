/** Tests of the cryptographic primitives: published vectors, properties, and what happens under concurrency. */
@NullMarked
package dev.latchkey.platform.crypto;

import org.jspecify.annotations.NullMarked;
