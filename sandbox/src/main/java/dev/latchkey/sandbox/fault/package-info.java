/** Faults that tests switch on: lost answers, delays, drops, stale reads, surge fees. */
@NullMarked
package dev.latchkey.sandbox.fault;

import org.jspecify.annotations.NullMarked;
