package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.passkey.CeremonyState.Purpose;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a signed-in user another passkey. */
final class PasskeyRegistration {

    private static final Logger LOG = LoggerFactory.getLogger(PasskeyRegistration.class);
    private static final int MAX_PASSKEYS = 50;

    private final Database database;
    private final RelyingParty party;
    private final Ceremonies ceremonies;
    private final CeremonyStates states;
    private final PasskeyStore store;
    private final Credentials credentials;
    private final Notices notices;
    private final Sessions sessions;

    PasskeyRegistration(
            Database database,
            RelyingParty party,
            Ceremonies ceremonies,
            CeremonyStates states,
            PasskeyStore store,
            Credentials credentials,
            Notices notices,
            Sessions sessions) {
        this.database = database;
        this.party = party;
        this.ceremonies = ceremonies;
        this.states = states;
        this.store = store;
        this.credentials = credentials;
        this.notices = notices;
        this.sessions = sessions;
    }

    /** What the browser needs, and what names the ceremony. */
    record Begun(UUID challengeId, CreationOptions options) {}

    /** Throws 400 for a user who has too many passkeys. */
    Begun begin(User user, UUID sessionId) {
        return database.write(tx -> {
            List<CredentialDescriptor> known = store.ofUser(tx.sql(), user.id());
            if (known.size() >= MAX_PASSKEYS) {
                throw ApiException.invalid("An account has at most " + MAX_PASSKEYS + " passkeys");
            }
            CeremonyStates.Begun begun =
                    states.begin(tx, user.projectId(), Purpose.REGISTER, user.id(), sessionId, false);
            return new Begun(begun.id(), options(user, begun.challenge(), known));
        });
    }

    /**
     * Stores the new passkey and answers the id of its credential. Only the session that asked for the options can do so.
     *
     * @throws ApiException 400 for a challenge or credential that is not valid, 409 for a passkey that is known
     */
    UUID complete(
            User user,
            UUID sessionId,
            UUID challengeId,
            AttestationCredential credential,
            @Nullable String label,
            Origin origin) {
        CeremonyStates.Taken taken =
                database.write(tx -> states.take(tx, user.projectId(), Purpose.REGISTER, challengeId));
        if (!user.id().equals(taken.userId()) || !sessionId.equals(taken.state().sessionId())) {
            throw CeremonyStates.unknown();
        }
        Attested attested = attested(credential, taken.state().challenge());
        CredentialKind kind = kind(credential, attested);
        return database.write(tx -> {
            UUID id = credentials.add(tx, user, kind, "", subject(attested.credentialId()), label);
            if (!store.insert(tx.sql(), id, user.projectId(), user.id(), attested, credential.isDiscoverable())) {
                throw new ApiException(409, "CREDENTIAL_EXISTS", "This passkey is registered already");
            }
            tx.audit(AuditEvent.success("credential.added", origin, user.projectId(), "credential", id)
                    .with("kind", kind.wireName())
                    .with("aaguid", attested.aaguid().toString())
                    .with("backupEligible", attested.backupEligible()));
            notices.credentialChanged(tx, user, kind.wireName(), "added", origin);
            strengthen(tx, sessionId, attested);
            return id;
        });
    }

    /** Who makes a passkey has it at hand: the session shows it, as after a sign-in with it. */
    private void strengthen(Transaction tx, UUID sessionId, Attested attested) {
        sessions.strengthen(tx, sessionId, "passkey");
        if (attested.userVerified()) {
            sessions.strengthen(tx, sessionId, "user_verified");
        }
    }

    private Attested attested(AttestationCredential credential, Base64Url challenge) {
        try {
            return ceremonies.register(credential, challenge);
        } catch (CeremonyRefused | MalformedCredential refused) {
            LOG.info("passkey registration refused: {}", refused.getMessage());
            throw ApiException.invalid("The passkey could not be verified");
        }
    }

    /** A key on a ring that does not check its user proves possession and nothing else: no passkey. */
    private static CredentialKind kind(AttestationCredential credential, Attested attested) {
        boolean roaming = "cross-platform".equals(credential.authenticatorAttachment());
        return roaming && !attested.backupEligible() && !attested.userVerified()
                ? CredentialKind.WEBAUTHN_SECURITY_KEY
                : CredentialKind.WEBAUTHN_PASSKEY;
    }

    /** Credential ids can be longer than subjects. */
    static String subject(Base64Url credentialId) {
        return Tokens.sha256Hex(credentialId.toString());
    }

    private CreationOptions options(User user, Base64Url challenge, List<CredentialDescriptor> known) {
        String name =
                Objects.requireNonNullElseGet(user.email(), () -> user.id().toString());
        String displayName = Optional.ofNullable(user.displayName())
                .or(() -> Optional.ofNullable(user.email()))
                .orElse("User");
        return new CreationOptions(
                new CreationOptions.RelyingPartyEntity(party.id(), party.name()),
                new CreationOptions.UserEntity(userHandle(user.id()).toString(), name, displayName),
                challenge.toString(),
                Ceremonies.ALGORITHMS.stream()
                        .map(algorithm -> new CreationOptions.CredentialParameters("public-key", algorithm))
                        .toList(),
                party.challengeLifetime().toMillis(),
                known,
                new CreationOptions.AuthenticatorSelection(
                        party.attachment(), "preferred", false, party.userVerification()),
                "none",
                new CreationOptions.CreationExtensions(true));
    }

    /** The 16 bytes of the user's id. */
    static Base64Url userHandle(UUID userId) {
        return Base64Url.of(ByteBuffer.allocate(16)
                .putLong(userId.getMostSignificantBits())
                .putLong(userId.getLeastSignificantBits())
                .array());
    }
}
