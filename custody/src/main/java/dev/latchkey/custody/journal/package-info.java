/** What happened to keys, read from the audit log for the operator. */
@NullMarked
package dev.latchkey.custody.journal;

import org.jspecify.annotations.NullMarked;
