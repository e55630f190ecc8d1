/** A bounded HTTP server on the JDK's own: routes, problems, server-sent events. */
@NullMarked
package dev.latchkey.sandbox.http;

import org.jspecify.annotations.NullMarked;
