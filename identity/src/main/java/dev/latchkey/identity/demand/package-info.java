/** Projects that demand two factors of their users, and what that means for sessions, keys and credentials (decision 45). */
@NullMarked
package dev.latchkey.identity.demand;

import org.jspecify.annotations.NullMarked;
