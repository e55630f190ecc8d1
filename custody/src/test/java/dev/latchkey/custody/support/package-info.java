/** A custody room over a real database, for the tests of this module. */
@NullMarked
package dev.latchkey.custody.support;

import org.jspecify.annotations.NullMarked;
