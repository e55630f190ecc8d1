package dev.latchkey.identity.passkey;

import java.util.List;

/**
 * What a browser needs to use a passkey: the JSON form of the W3C's {@code PublicKeyCredentialRequestOptions} (WebAuthn
 * Level 3 §5.5).
 *
 * @param timeout in milliseconds
 * @param allowCredentials empty: any passkey the browser finds for this relying party
 */
record RequestOptions(
        String challenge,
        long timeout,
        String rpId,
        List<CredentialDescriptor> allowCredentials,
        String userVerification) {}
