package dev.latchkey.identity.passkey;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.InvalidBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new credential as the browser sends it (WebAuthn Level 3 §5.1: {@code RegistrationResponseJSON}). Extension results
 * are read under the W3C's name and under {@code extensions}, which older clients use.
 */
record AttestationCredential(
        @Described("base64url") Base64Url id,
        @Described("base64url") @Nullable Base64Url rawId,
        @Described("public-key") String type,
        AttestationResponse response,
        @Nullable String authenticatorAttachment,
        @Nullable AttestationExtensions clientExtensionResults,
        @Nullable AttestationExtensions extensions) {

    AttestationCredential {
        CredentialShape.require(id, rawId, type);
    }

    /** Members of the W3C's {@code AuthenticatorAttestationResponse}. */
    record AttestationResponse(
            @Described("base64url") Base64Url clientDataJSON,
            @Described("base64url") Base64Url attestationObject,
            @Nullable List<String> transports) {}

    /** What the browser says of the extensions that were asked for. */
    record AttestationExtensions(@Nullable CredentialProperties credProps) {}

    /** @param rk whether the credential is discoverable */
    record CredentialProperties(@Nullable Boolean rk) {}

    /** Whether the browser says that the credential can be found without an allow list. */
    boolean isDiscoverable() {
        return says(clientExtensionResults) || says(extensions);
    }

    private static boolean says(@Nullable AttestationExtensions results) {
        return results != null
                && results.credProps() != null
                && Boolean.TRUE.equals(results.credProps().rk());
    }

    /** What every credential has in common. */
    static final class CredentialShape {

        private CredentialShape() {}

        static void require(Base64Url id, @Nullable Base64Url rawId, String type) {
            if (!type.equals("public-key")) {
                throw new InvalidBody(List.of("credential.type must be public-key"));
            }
            if (rawId != null && !rawId.equals(id)) {
                throw new InvalidBody(List.of("credential.rawId must be credential.id"));
            }
            if (id.length() == 0 || id.length() > Ceremonies.MAX_CREDENTIAL_ID) {
                throw new InvalidBody(
                        List.of("credential.id must have 1 to " + Ceremonies.MAX_CREDENTIAL_ID + " bytes"));
            }
        }
    }
}
