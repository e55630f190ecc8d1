/** Reading the ledger contiguously; the network as the engine sees it. */
@NullMarked
package dev.latchkey.payments.ledger;

import org.jspecify.annotations.NullMarked;
