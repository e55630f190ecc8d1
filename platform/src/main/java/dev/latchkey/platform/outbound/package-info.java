/** Calls of other people's HTTP APIs: mail providers, channels of notifications. */
@NullMarked
package dev.latchkey.platform.outbound;

import org.jspecify.annotations.NullMarked;
