package dev.latchkey.identity.passkey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a browser needs to make a passkey: the JSON form of the W3C's {@code PublicKeyCredentialCreationOptions}
 * (WebAuthn Level 3 §5.4), binary values in base64url.
 *
 * @param timeout in milliseconds
 */
record CreationOptions(
        RelyingPartyEntity rp,
        UserEntity user,
        String challenge,
        List<CredentialParameters> pubKeyCredParams,
        long timeout,
        List<CredentialDescriptor> excludeCredentials,
        AuthenticatorSelection authenticatorSelection,
        String attestation,
        CreationExtensions extensions) {

    record RelyingPartyEntity(String id, String name) {}

    /** @param id the 16 bytes of the user's id */
    record UserEntity(String id, String name, String displayName) {}

    /** One algorithm, by its number in IANA's COSE registry. */
    record CredentialParameters(String type, int alg) {}

    /** @param authenticatorAttachment absent where any kind will do */
    record AuthenticatorSelection(
            @Nullable String authenticatorAttachment,
            String residentKey,
            boolean requireResidentKey,
            String userVerification) {}

    /** {@code credProps} makes the browser tell whether the passkey can be found without an allow list. */
    record CreationExtensions(boolean credProps) {}
}
