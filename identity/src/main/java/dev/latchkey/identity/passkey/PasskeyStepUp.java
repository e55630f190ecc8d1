package dev.latchkey.identity.passkey;

import dev.latchkey.identity.passkey.Assertions.Attempt;
import dev.latchkey.identity.passkey.CeremonyState.Purpose;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.UUID;

/** Lets a signed-in user prove again who they are, with a passkey (auth-api.md 9). */
final class PasskeyStepUp {

    private final Database database;
    private final RelyingParty party;
    private final CeremonyStates states;
    private final PasskeyStore store;
    private final Assertions assertions;
    private final Sessions sessions;

    PasskeyStepUp(
            Database database,
            RelyingParty party,
            CeremonyStates states,
            PasskeyStore store,
            Assertions assertions,
            Sessions sessions) {
        this.database = database;
        this.party = party;
        this.states = states;
        this.store = store;
        this.assertions = assertions;
        this.sessions = sessions;
    }

    /** Throws 400 for a user without passkeys. */
    PasskeySignIn.Begun begin(User user, UUID sessionId) {
        return database.write(tx -> {
            List<CredentialDescriptor> passkeys = store.ofUser(tx.sql(), user.id());
            if (passkeys.isEmpty()) {
                throw ApiException.invalid("This account has no passkeys");
            }
            CeremonyStates.Begun begun =
                    states.begin(tx, user.projectId(), Purpose.STEP_UP, user.id(), sessionId, true);
            return new PasskeySignIn.Begun(begun.id(), party.request(begun.challenge(), passkeys));
        });
    }

    /** Throws 400 for what is malformed, expired or another's, 401 for what proves nothing. */
    void complete(User user, UUID sessionId, UUID challengeId, AssertionCredential credential, Origin origin) {
        Attempt attempt = new Attempt(user.projectId(), Purpose.STEP_UP, challengeId, credential, origin);
        assertions.prove(attempt, user.id(), act -> {
            act.proven().factors().forEach(factor -> sessions.strengthen(act.tx(), sessionId, factor));
            act.tx()
                    .audit(AuditEvent.success("user.step_up", origin, user.projectId(), "session", sessionId)
                            .with("method", "webauthn"));
            return true;
        });
    }
}
