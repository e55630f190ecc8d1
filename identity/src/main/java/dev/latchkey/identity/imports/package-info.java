/** Users brought along from another system, with the password hashes it made. */
@NullMarked
package dev.latchkey.identity.imports;

import org.jspecify.annotations.NullMarked;
