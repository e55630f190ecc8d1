/** The running network: submission, ledger close, snapshots for readers. */
@NullMarked
package dev.latchkey.sandbox.network;

import org.jspecify.annotations.NullMarked;
