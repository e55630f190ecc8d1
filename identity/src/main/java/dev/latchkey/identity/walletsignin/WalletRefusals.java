package dev.latchkey.identity.walletsignin;

import dev.latchkey.platform.http.ApiException;

/** What wallets are refused with (auth-api.md 2, 12). */
final class WalletRefusals {

    private WalletRefusals() {}

    static ApiException expired() {
        return new ApiException(
                400, "CHALLENGE_EXPIRED", "The challenge is unknown, used or expired; ask for a new one");
    }

    static ApiException invalidSignature(String message) {
        return new ApiException(401, "INVALID_SIGNATURE", message);
    }
}
