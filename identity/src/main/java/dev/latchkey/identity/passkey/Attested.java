package dev.latchkey.identity.passkey;

import java.util.List;
import java.util.UUID;

/**
 * A new credential that passed registration (WebAuthn Level 3 §7.1).
 *
 * @param aaguid the authenticator's model; all zero when it does not tell
 * @param publicKey COSE_Key (RFC 9052) in CBOR
 * @param transports how the browser may reach the authenticator, as it says
 * @param backupEligible whether the credential can be copied to other devices, {@code backedUp} whether it has been
 */
record Attested(
        Base64Url credentialId,
        UUID aaguid,
        Base64Url publicKey,
        long signCount,
        List<String> transports,
        boolean userVerified,
        boolean backupEligible,
        boolean backedUp) {}
