/** Accounts of ours that lend sequence numbers and pay fees. */
@NullMarked
package dev.latchkey.payments.channel;

import org.jspecify.annotations.NullMarked;
