package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.user.User;
import java.util.UUID;

/**
 * A passkey and whose it is, in any state.
 *
 * @param id of its row among the credentials
 * @param userHandle the user's id when it was made; not the owner's where accounts have been merged since
 */
record StoredPasskey(UUID id, CredentialKind kind, User owner, UUID userHandle, PublicKeyRecord key) {}
