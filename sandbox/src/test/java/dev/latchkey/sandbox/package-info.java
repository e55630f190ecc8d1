/** Tests of the sandbox network. */
@NullMarked
package dev.latchkey.sandbox;

import org.jspecify.annotations.NullMarked;
