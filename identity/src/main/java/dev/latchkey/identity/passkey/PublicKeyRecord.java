package dev.latchkey.identity.passkey;

import java.util.UUID;

/**
 * What verifying an assertion needs of a stored passkey.
 *
 * @param publicKey COSE_Key (RFC 9052) in CBOR
 * @param signCount the authenticator's counter at its last use; 0 when it has none
 */
record PublicKeyRecord(
        Base64Url credentialId, UUID aaguid, Base64Url publicKey, long signCount, boolean backupEligible) {}
