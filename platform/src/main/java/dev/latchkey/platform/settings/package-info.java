/** Settings that administrators change while the server runs, in force on every instance at once. */
@NullMarked
package dev.latchkey.platform.settings;

import org.jspecify.annotations.NullMarked;
