package dev.latchkey.identity.walletsignin;

import dev.latchkey.platform.json.Length;

/**
 * A signed message (SEP-53).
 *
 * @param account {@code G…}
 * @param message as signed
 * @param signature base 64 of 64 bytes
 */
record StellarAnswer(
        @Length(max = 64) String account,
        @Length(max = 4096) String message,
        @Length(max = 128) String signature) {}
