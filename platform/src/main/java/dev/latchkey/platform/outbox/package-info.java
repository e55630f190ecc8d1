/** What has to leave the process: written in the transaction of the act, delivered at least once afterwards. */
@NullMarked
package dev.latchkey.platform.outbox;

import org.jspecify.annotations.NullMarked;
