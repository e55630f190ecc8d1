/** Tests. */
@NullMarked
package dev.latchkey.payments.onboarding;

import org.jspecify.annotations.NullMarked;
