@NullMarked
package dev.latchkey.access.policy;

import org.jspecify.annotations.NullMarked;
