/** The whole server as the black-box tests start it, and the API document as they hold every answer against it. */
@NullMarked
package dev.latchkey.server.support;

import org.jspecify.annotations.NullMarked;
