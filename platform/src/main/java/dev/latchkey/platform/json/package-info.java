/** JSON in and out: strict reading into records that reports every violation, one way of writing, and the schemas of both. */
@NullMarked
package dev.latchkey.platform.json;

import org.jspecify.annotations.NullMarked;
