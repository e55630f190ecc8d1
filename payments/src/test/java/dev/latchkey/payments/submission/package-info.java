/** Tests. */
@NullMarked
package dev.latchkey.payments.submission;

import org.jspecify.annotations.NullMarked;
