package dev.latchkey.identity.passkey;

import java.util.List;

/** Names one credential: the JSON form of the W3C's {@code PublicKeyCredentialDescriptor} (WebAuthn Level 3 §5.8.3). */
record CredentialDescriptor(String type, String id, List<String> transports) {

    static CredentialDescriptor of(Base64Url id, List<String> transports) {
        return new CredentialDescriptor("public-key", id.toString(), transports);
    }
}
