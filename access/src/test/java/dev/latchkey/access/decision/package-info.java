@NullMarked
package dev.latchkey.access.decision;

import org.jspecify.annotations.NullMarked;
