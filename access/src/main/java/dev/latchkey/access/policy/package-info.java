/** Policies of organizations: what they may say, how they are kept, and which of them decides. */
@NullMarked
package dev.latchkey.access.policy;

import org.jspecify.annotations.NullMarked;
