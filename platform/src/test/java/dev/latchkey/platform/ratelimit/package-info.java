/** Tests of the counters. */
@NullMarked
package dev.latchkey.platform.ratelimit;

import org.jspecify.annotations.NullMarked;
