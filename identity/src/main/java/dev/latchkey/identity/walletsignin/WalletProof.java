package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.credential.CredentialKind;

/**
 * Somebody has just shown to control a wallet.
 *
 * @param subject the address; for users of a shared Stellar account also what tells them apart ({@code M…}, {@code G…:memo})
 */
record WalletProof(CredentialKind kind, String subject) {

    /** Name of the way to sign in (auth-api.md 3). */
    String method() {
        return kind.method().orElseThrow();
    }
}
