/** What the server as a whole knows about settings, beyond what each room declares. */
@NullMarked
package dev.latchkey.server.configuration;

import org.jspecify.annotations.NullMarked;
