package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.settings.Latest;
import java.util.Optional;
import java.util.function.Supplier;

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
        Assertions assertions = new Assertions(database, ceremonies, store, notices, shared.clock());
        this.registration = new PasskeyRegistration(
                database, party, ceremonies, states, store, shared.credentials(), notices, shared.sessions());
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

    /** What can be done at the moment, made again when the settings have changed; empty where they are not configured. */
    static Supplier<Optional<Passkeys>> from(SharedServices shared) {
        Latest<Optional<RelyingParty>, Optional<Passkeys>> latest = new Latest<>(
                () -> RelyingParty.from(shared.settings(), shared.systemSettings()),
                party -> party.map(known -> new Passkeys(known, shared)));
        return latest;
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
