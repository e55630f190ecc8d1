/** Developers: who runs applications on this installation. */
@NullMarked
package dev.latchkey.tenancy.developer;

import org.jspecify.annotations.NullMarked;
