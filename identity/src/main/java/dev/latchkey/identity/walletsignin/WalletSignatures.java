package dev.latchkey.identity.walletsignin;

import dev.latchkey.networks.solana.Base58;
import dev.latchkey.platform.crypto.Ed25519Signature;
import dev.latchkey.platform.http.ApiException;
import java.util.Base64;

/** Signatures as wallets write them: base 64, or base 58 as Solana's tools do. */
final class WalletSignatures {

    private WalletSignatures() {}

    /** Base 64 of 64 bytes ends in two equals signs, which base 58 does not have. Throws 400. */
    static Ed25519Signature parse(String text) {
        try {
            byte[] bytes = text.endsWith("==") ? Base64.getDecoder().decode(text) : Base58.decode(text);
            if (bytes.length == Ed25519Signature.BYTES) {
                return new Ed25519Signature(bytes);
            }
        } catch (IllegalArgumentException undecodable) {
            // said below
        }
        throw ApiException.invalid("signature must be the base64 of 64 bytes");
    }
}
