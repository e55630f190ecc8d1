package dev.latchkey.payments.asset;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;

/** The address of an asset's issuer, {@code G…} with a right checksum. */
public record IssuerAddress(String text) {

    /** @throws IllegalArgumentException if it is none */
    public static IssuerAddress parse(String text) {
        if (!StrKey.isValid(StrKeyKind.ACCOUNT, text)) {
            throw new IllegalArgumentException("must be a valid Stellar public key");
        }
        return new IssuerAddress(text);
    }
}
