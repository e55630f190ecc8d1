/** Proof that somebody controls a Stellar account: challenge transactions (SEP-10), signed messages (SEP-53), stellar.toml (SEP-1). */
@NullMarked
package dev.latchkey.networks.stellar.webauth;

import org.jspecify.annotations.NullMarked;
