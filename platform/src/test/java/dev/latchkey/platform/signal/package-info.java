@NullMarked
package dev.latchkey.platform.signal;

import org.jspecify.annotations.NullMarked;
