/** Measurements against floors taken in the same run: what the machine can do at most, and how close we come. */
@NullMarked
package dev.latchkey.bench;

import org.jspecify.annotations.NullMarked;
