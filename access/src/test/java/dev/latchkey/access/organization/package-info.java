@NullMarked
package dev.latchkey.access.organization;

import org.jspecify.annotations.NullMarked;
