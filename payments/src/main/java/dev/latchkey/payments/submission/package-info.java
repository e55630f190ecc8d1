/** Signed envelopes: stored, sent, looked up and settled until their fate is certain. */
@NullMarked
package dev.latchkey.payments.submission;

import org.jspecify.annotations.NullMarked;
