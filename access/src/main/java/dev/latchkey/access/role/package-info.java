/** Roles and the permissions they give. */
@NullMarked
package dev.latchkey.access.role;

import org.jspecify.annotations.NullMarked;
