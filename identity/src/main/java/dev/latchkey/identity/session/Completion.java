package dev.latchkey.identity.session;

import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets a session that lacks the second factor its project demands do what completes it, and nothing else. Whoever has a
 * factor already has to show it: a stolen password must not be enough to add another one.
 */
public final class Completion {

    private final SecondFactorDemand demand;
    private final Features features;
    private final String basePath;
    private final Set<String> proofs;
    private final Set<String> enrolments;

    public Completion(SecondFactorDemand demand, Features features, String basePath) {
        this.demand = demand;
        this.features = features;
        this.basePath = basePath;
        this.proofs = Set.of(
                basePath + "/mfa/status",
                basePath + "/mfa/verify",
                basePath + "/mfa/recovery",
                basePath + "/reauthenticate",
                basePath + "/webauthn/step-up/options",
                basePath + "/webauthn/step-up/verify");
        this.enrolments = Set.of(
                basePath + "/mfa/setup",
                basePath + "/mfa/enable",
                basePath + "/webauthn/register/options",
                basePath + "/webauthn/register/verify");
    }

    /** Throws 403 {@code SECOND_FACTOR_REQUIRED}, which says by what calls the session becomes complete. */
    void require(SessionState session, Call call) {
        boolean isIncomplete = !session.isImpersonated()
                && demand.leavesIncomplete(session.user().projectId(), session.factors());
        if (!isIncomplete) {
            return;
        }
        String path = call.route().map(route -> route.path().toString()).orElse("");
        boolean mayEnrol = !hasToShow(session);
        if (!proofs.contains(path) && !(mayEnrol && enrolments.contains(path))) {
            throw refusal(session, mayEnrol);
        }
    }

    /** A passkey that did not check its user is one factor; who has shown it may add another one. */
    private static boolean hasToShow(SessionState session) {
        User user = session.user();
        return user.secondFactor()
                || (user.hasAnotherFactor() && !session.factors().contains("passkey"));
    }

    private ApiException refusal(SessionState session, boolean mayEnrol) {
        return new ApiException(
                        403,
                        "SECOND_FACTOR_REQUIRED",
                        mayEnrol
                                ? "This project demands a second factor: set one up, then go on"
                                : "This project demands a second factor: confirm with yours, then go on")
                .details(Map.of("satisfyAt", mayEnrol ? enrolAt(session.user()) : showAt(session.user())));
    }

    private List<String> enrolAt(User user) {
        List<String> calls = new ArrayList<>(List.of("POST " + basePath + "/mfa/setup"));
        if (features.isOn(Feature.WEBAUTHN)) {
            calls.add("POST " + basePath + "/webauthn/register/options");
        }
        if (user.hasAnotherFactor() && user.hasPassword()) {
            calls.add("POST " + basePath + "/reauthenticate");
        }
        return List.copyOf(calls);
    }

    private List<String> showAt(User user) {
        List<String> calls = new ArrayList<>();
        if (user.secondFactor()) {
            calls.add("POST " + basePath + "/reauthenticate");
        }
        if (user.authMethods().contains("webauthn")) {
            calls.add("POST " + basePath + "/webauthn/step-up/options");
        }
        return List.copyOf(calls);
    }
}
