@NullMarked
package dev.latchkey.access.invite;

import org.jspecify.annotations.NullMarked;
