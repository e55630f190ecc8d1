/** How workers wake, and where tests let them die. */
@NullMarked
package dev.latchkey.payments.work;

import org.jspecify.annotations.NullMarked;
