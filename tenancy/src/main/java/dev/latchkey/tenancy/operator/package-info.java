/** The operator of the installation and the one credential it has. */
@NullMarked
package dev.latchkey.tenancy.operator;

import org.jspecify.annotations.NullMarked;
