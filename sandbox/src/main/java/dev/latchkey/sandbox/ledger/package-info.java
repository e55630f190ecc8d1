/** What the ledger holds: entries, their keys, layered changes, reserves, headers and the state hash. */
@NullMarked
package dev.latchkey.sandbox.ledger;

import org.jspecify.annotations.NullMarked;
