/** Decides whether somebody may do something: by policies first, then by their role. */
@NullMarked
package dev.latchkey.access.decision;

import org.jspecify.annotations.NullMarked;
