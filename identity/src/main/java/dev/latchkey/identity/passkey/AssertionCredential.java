package dev.latchkey.identity.passkey;

import dev.latchkey.platform.json.Described;
import org.jspecify.annotations.Nullable;

/** The use of a credential as the browser sends it (WebAuthn Level 3 §5.1: {@code AuthenticationResponseJSON}). */
record AssertionCredential(
        @Described("base64url") Base64Url id,
        @Described("base64url") @Nullable Base64Url rawId,
        @Described("public-key") String type,
        AssertionResponse response) {

    AssertionCredential {
        AttestationCredential.CredentialShape.require(id, rawId, type);
    }

    /** Members of the W3C's {@code AuthenticatorAssertionResponse}. */
    record AssertionResponse(
            @Described("base64url") Base64Url clientDataJSON,
            @Described("base64url") Base64Url authenticatorData,
            @Described("base64url") Base64Url signature,
            @Described("base64url") @Nullable Base64Url userHandle) {}
}
