package dev.latchkey.identity.session;

import dev.latchkey.identity.user.User;
import dev.latchkey.platform.http.Assurance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a session can show for step-up, and what its user can do for more (auth-api.md 9). */
record SessionAssurance(SessionState session, String basePath) implements Assurance {

    @Override
    public Instant strongAuthAt() {
        return session.strongAuthAt();
    }

    @Override
    public List<String> acceptedFactors() {
        User user = session.user();
        List<String> factors = new ArrayList<>();
        if (user.secondFactor()) {
            factors.add("otp");
            factors.add("recovery_code");
        }
        if (user.hasPassword() && !user.secondFactor()) {
            factors.add("password");
        }
        if (user.authMethods().contains("webauthn")) {
            factors.add("passkey");
        }
        factors.add("sign_in");
        return List.copyOf(factors);
    }

    @Override
    public List<String> satisfyAt() {
        User user = session.user();
        List<String> calls = new ArrayList<>();
        if (user.hasPassword() || user.secondFactor()) {
            calls.add("POST " + basePath + "/reauthenticate");
        }
        if (user.authMethods().contains("webauthn")) {
            calls.add("POST " + basePath + "/webauthn/step-up/options");
        }
        return List.copyOf(calls);
    }
}
