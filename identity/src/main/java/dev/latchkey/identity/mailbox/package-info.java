/** Links that are sent to a user's address, what using one proves, and what it ends. */
@NullMarked
package dev.latchkey.identity.mailbox;

import org.jspecify.annotations.NullMarked;
