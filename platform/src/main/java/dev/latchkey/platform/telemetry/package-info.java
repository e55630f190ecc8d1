/** What the server tells about itself: metrics and the access log. */
@NullMarked
package dev.latchkey.platform.telemetry;

import org.jspecify.annotations.NullMarked;
