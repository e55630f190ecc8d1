/** The front door: the composition root that wires the rooms, and the routes of the server itself. */
@NullMarked
package dev.latchkey.server;

import org.jspecify.annotations.NullMarked;
