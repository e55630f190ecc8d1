/** The commands of {@code ./latchkey}. */
@NullMarked
package dev.latchkey.server.cli;

import org.jspecify.annotations.NullMarked;
