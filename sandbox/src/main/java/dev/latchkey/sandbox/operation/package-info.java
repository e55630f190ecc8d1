/** One class per family of operations: static checks, application, effects and result codes. */
@NullMarked
package dev.latchkey.sandbox.operation;

import org.jspecify.annotations.NullMarked;
