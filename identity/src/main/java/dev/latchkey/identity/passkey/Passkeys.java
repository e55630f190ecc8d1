package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.mail.MailQueue;
import java.security.SecureRandom;
import java.util.Optional;

/** What can be done with passkeys, where they are configured. */
public final class Passkeys {

    private final PasskeyRegistration registration;
    private final PasskeySignIn signIn;
    private final PasskeyStepUp stepUp;

    /** What the acts stand on. */
    public record Parts(
            Database database,
            MasterKey masterKey,
            SecureRandom random,
            MailQueue mail,
            Challenges challenges,
            Credentials credentials,
            Sessions sessions,
            SignIn signIn) {}

    private Passkeys(RelyingParty party, Parts parts) {
        Database database = parts.database();
        Ceremonies ceremonies = new Ceremonies(party);
        CeremonyStates states = new CeremonyStates(parts.challenges(), parts.random(), party.challengeLifetime());
        PasskeyStore store = new PasskeyStore();
        PasskeyLetters letters = new PasskeyLetters(parts.mail());
        Assertions assertions = new Assertions(database, ceremonies, states, store, letters);
        this.registration =
                new PasskeyRegistration(database, party, ceremonies, states, store, parts.credentials(), letters);
        this.signIn = new PasskeySignIn(
                database,
                party,
                states,
                store,
                new Decoys(parts.masterKey(), party.attachment()),
                assertions,
                parts.signIn());
        this.stepUp = new PasskeyStepUp(database, party, states, store, assertions, parts.sessions());
    }

    /** Empty where they are not configured. */
    public static Optional<Passkeys> from(Settings settings, Parts parts) {
        return RelyingParty.from(settings).map(party -> new Passkeys(party, parts));
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
