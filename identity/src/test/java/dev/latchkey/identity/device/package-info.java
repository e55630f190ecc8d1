/** Tests of what is told of where somebody signs in from. */
@NullMarked
package dev.latchkey.identity.device;

import org.jspecify.annotations.NullMarked;
