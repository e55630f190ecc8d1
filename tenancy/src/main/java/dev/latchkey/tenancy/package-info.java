/** Which application a request speaks for: developers, projects, project keys and their usage. */
@NullMarked
package dev.latchkey.tenancy;

import org.jspecify.annotations.NullMarked;
