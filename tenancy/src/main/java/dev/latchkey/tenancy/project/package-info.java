/** Projects: the applications; every row of the rooms above belongs to one. */
@NullMarked
package dev.latchkey.tenancy.project;

import org.jspecify.annotations.NullMarked;
