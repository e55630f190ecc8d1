/** The ledgers that wallets live on: their text and binary forms and the HTTP APIs of their nodes. */
@NullMarked
package dev.latchkey.networks;

import org.jspecify.annotations.NullMarked;
