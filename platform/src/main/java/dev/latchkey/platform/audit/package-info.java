/** The audit log: what happened, who did it, from where; written in the transaction of the act. */
@NullMarked
package dev.latchkey.platform.audit;

import org.jspecify.annotations.NullMarked;
