package dev.latchkey.identity.passkey;

import dev.latchkey.identity.passkey.Assertions.Attempt;
import dev.latchkey.identity.passkey.CeremonyState.Purpose;
import dev.latchkey.identity.passkey.PasskeyStore.OfUser;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signs in with a passkey. Addresses without an account, or without passkeys, are answered like all others, in the same
 * statements; only the assertion fails.
 */
final class PasskeySignIn {

    private final Database database;
    private final RelyingParty party;
    private final CeremonyStates states;
    private final PasskeyStore store;
    private final Decoys decoys;
    private final Assertions assertions;
    private final SignIn signIn;

    PasskeySignIn(
            Database database,
            RelyingParty party,
            CeremonyStates states,
            PasskeyStore store,
            Decoys decoys,
            Assertions assertions,
            SignIn signIn) {
        this.database = database;
        this.party = party;
        this.states = states;
        this.store = store;
        this.decoys = decoys;
        this.assertions = assertions;
        this.signIn = signIn;
    }

    /** What the browser needs, and what names the ceremony. */
    record Begun(UUID challengeId, RequestOptions options) {}

    /** Any passkey the browser finds. */
    Begun begin(UUID projectId) {
        return database.write(tx -> {
            CeremonyStates.Begun begun = states.begin(tx, projectId, Purpose.SIGN_IN, null, null, false);
            return new Begun(begun.id(), party.request(begun.challenge(), List.of()));
        });
    }

    /** A passkey of the user with the address. */
    Begun begin(UUID projectId, String email) {
        String address = EmailAddress.normalForm(email);
        List<CredentialDescriptor> decoy = decoys.of(projectId, address);
        return database.write(tx -> {
            Optional<OfUser> known = store.ofEmail(tx.sql(), projectId, address);
            UUID userId = known.map(OfUser::userId).orElse(null);
            CeremonyStates.Begun begun = states.begin(tx, projectId, Purpose.SIGN_IN, userId, null, true);
            return new Begun(
                    begun.id(),
                    party.request(begun.challenge(), known.map(OfUser::passkeys).orElse(decoy)));
        });
    }

    /** @throws ApiException 400 for what is malformed or expired, 401 for what proves nothing, 403 for inactive users */
    SignIn.Outcome complete(UUID projectId, UUID challengeId, AssertionCredential credential, Origin origin) {
        return assertions.prove(
                new Attempt(projectId, Purpose.SIGN_IN, challengeId, credential, origin),
                null,
                act -> signIn.complete(
                        act.tx(),
                        act.proven().user(),
                        new Proof("webauthn", act.proven().factors(), false),
                        origin));
    }
}
