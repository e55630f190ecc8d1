package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.platform.database.Database;
import java.util.Optional;

/** What can be done with passkeys, where they are configured. */
final class Passkeys {

    private final PasskeyRegistration registration;
    private final PasskeySignIn signIn;
    private final PasskeyStepUp stepUp;

    private Passkeys(RelyingParty party, SharedServices shared) {
        Database database = shared.database();
        Ceremonies ceremonies = new Ceremonies(party);
        CeremonyStates states = new CeremonyStates(shared.challenges(), shared.random(), party.challengeLifetime());
        PasskeyStore store = new PasskeyStore();
        Notices notices = new Notices(shared.mail());
        Assertions assertions = new Assertions(database, ceremonies, states, store, notices);
        this.registration =
                new PasskeyRegistration(database, party, ceremonies, states, store, shared.credentials(), notices);
        this.signIn = new PasskeySignIn(
                database,
                party,
                states,
                store,
                new Decoys(shared.masterKey(), party.attachment()),
                assertions,
                shared.signIn());
        this.stepUp = new PasskeyStepUp(database, party, states, store, assertions, shared.sessions());
    }

    /** Empty where they are not configured. */
    static Optional<Passkeys> from(SharedServices shared) {
        return RelyingParty.from(shared.settings()).map(party -> new Passkeys(party, shared));
    }

    PasskeyRegistration registration() {
        return registration;
    }

    PasskeySignIn signIn() {
        return signIn;
    }

    PasskeyStepUp stepUp() {
        return stepUp;
    }
}
