package dev.latchkey.identity.passkey;

import dev.latchkey.platform.crypto.Tokens;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the server keeps between the options of a ceremony and its end.
 *
 * @param challenge 32 random bytes
 * @param sessionId who asked, where somebody is signed in
 * @param emailFirst whether an address was named; its user is the challenge's, or there is none
 */
record CeremonyState(Base64Url challenge, @Nullable UUID sessionId, boolean emailFirst) {

    /** Which ceremony a challenge is good for. */
    enum Purpose {
        REGISTER("webauthn-register"),
        SIGN_IN("webauthn-auth"),
        STEP_UP("webauthn-step-up");

        private final String name;

        Purpose(String name) {
            this.name = name;
        }

        /** The challenge's purpose. */
        String wireName() {
            return name;
        }
    }

    private static final int BYTES = 32;

    static CeremonyState begin(SecureRandom random, @Nullable UUID sessionId, boolean emailFirst) {
        return new CeremonyState(Base64Url.parse(new Tokens(random).generate(BYTES)), sessionId, emailFirst);
    }

    /** @param data of the challenge */
    static CeremonyState of(JsonNode data) {
        JsonNode session = data.path("sessionId");
        return new CeremonyState(
                Base64Url.parse(data.path("challenge").stringValue()),
                session.isString() ? UUID.fromString(session.stringValue()) : null,
                data.path("emailFirst").booleanValue());
    }

    /** The form in which it is stored. */
    Data data() {
        return new Data(challenge.toString(), sessionId, emailFirst);
    }

    record Data(String challenge, @Nullable UUID sessionId, boolean emailFirst) {}
}
