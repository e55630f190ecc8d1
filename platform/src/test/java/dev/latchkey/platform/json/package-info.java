/** Tests of reading and writing JSON. */
@NullMarked
package dev.latchkey.platform.json;

import org.jspecify.annotations.NullMarked;
