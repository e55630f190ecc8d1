/** Stellar's text form of keys and addresses (SEP-23): strict decoding, canonical encoding, masking for logs. */
@NullMarked
package dev.latchkey.networks.stellar.strkey;

import org.jspecify.annotations.NullMarked;
