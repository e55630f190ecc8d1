/** Tests of what the server as a whole knows about settings. */
@NullMarked
package dev.latchkey.server.configuration;

import org.jspecify.annotations.NullMarked;
