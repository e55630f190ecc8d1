/** Keeping our own accounts fit for work: the sponsor and the channels. */
@NullMarked
package dev.latchkey.payments.upkeep;

import org.jspecify.annotations.NullMarked;
