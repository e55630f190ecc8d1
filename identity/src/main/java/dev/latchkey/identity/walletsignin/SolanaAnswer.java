package dev.latchkey.identity.walletsignin;

import dev.latchkey.platform.json.Length;

/**
 * A wallet's answer to a challenge.
 *
 * @param signature base 64 (or base 58) of 64 bytes
 * @param message as signed
 */
record SolanaAnswer(
        @Length(max = 64) String publicKey,
        @Length(max = 128) String signature,
        @Length(max = 4096) String message) {}
