/** The HTTP kit: routes as data, who may call them, errors in both contracts' shapes, and the server that mounts them. */
@NullMarked
package dev.latchkey.platform.http;

import org.jspecify.annotations.NullMarked;
