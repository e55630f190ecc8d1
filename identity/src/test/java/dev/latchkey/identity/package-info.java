/** The room over real HTTP, with a real database. */
@NullMarked
package dev.latchkey.identity;

import org.jspecify.annotations.NullMarked;
