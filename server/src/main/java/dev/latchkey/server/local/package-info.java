/** What {@code dev} and {@code demo} bring along: an embedded PostgreSQL, generated secrets, the sandbox network. */
@NullMarked
package dev.latchkey.server.local;

import org.jspecify.annotations.NullMarked;
