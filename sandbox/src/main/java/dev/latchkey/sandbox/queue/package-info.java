/** The queue of pending transactions: one per source account, replace by fee, age and bans. */
@NullMarked
package dev.latchkey.sandbox.queue;

import org.jspecify.annotations.NullMarked;
