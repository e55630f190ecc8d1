/** Rate limiting: windows, their counters, and the headers that tell clients where they stand. */
@NullMarked
package dev.latchkey.platform.ratelimit;

import org.jspecify.annotations.NullMarked;
