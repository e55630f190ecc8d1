package dev.latchkey.platform.http;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who calls and whether the route's guard lets them in. A credential of the wrong kind is answered in the words
 * of the route's contract (mux-api.md 2.2, auth-api.md 4.2).
 */
final class Gatekeeper {

    private static final String PROOF_SCHEME = "dpop";
    private static final Set<String> SCHEMES = Set.of("bearer", "apikey", PROOF_SCHEME);

    private final List<CredentialVerifier> verifiers;
    private final CredentialBudget budget;
    private final Clock clock;

    Gatekeeper(List<CredentialVerifier> verifiers, CredentialBudget budget, Clock clock) {
        this.verifiers = List.copyOf(verifiers);
        this.budget = budget;
        this.clock = clock;
    }

    /** The caller of {@code call}, admitted to {@code route}; throws 401 or 403, or 429 after too many 401. */
    Caller admit(Call call, Route route) {
        if (route.guard() == Guard.OPEN) {
            return new Caller.Anonymous();
        }
        Caller caller = budget.identify(call, route, () -> identify(call, route));
        if (!route.guard().admits(caller, call)) {
            throw refusal(caller, route);
        }
        route.stepUp().require(call, clock.instant());
        return caller;
    }

    /** Holds project keys to their scopes, whatever the route. */
    static void requireScope(Caller caller, Route route) {
        Scope needed = route.scope();
        if (needed != null
                && caller instanceof Caller.ProjectKey key
                && !key.scopes().contains(needed)) {
            throw ApiException.lacksScope(needed.text());
        }
    }

    private Caller identify(Call call, Route route) {
        Optional<String> header = call.header("authorization");
        if (header.isEmpty()) {
            return verifiers.stream()
                    .flatMap(verifier -> verifier.verifyWithoutHeader(call).stream())
                    .findFirst()
                    .orElseGet(Caller.Anonymous::new);
        }
        String[] words = header.get().split(" ", -1);
        // Names of schemes are the same in capitals (RFC 9110 §11.1).
        String scheme = words[0].toLowerCase(Locale.ROOT);
        if (words.length != 2 || !SCHEMES.contains(scheme) || words[1].isEmpty() || words[1].length() > 8192) {
            throw missing(route);
        }
        refuseWrongForm(words[1], route);
        for (CredentialVerifier verifier : verifiers) {
            boolean takesScheme = !scheme.equals(PROOF_SCHEME) || verifier.takesProofs();
            if (takesScheme && verifier.recognises(words[1])) {
                return verifier.verify(words[1], call);
            }
        }
        throw refusal(new Caller.Anonymous(), route);
    }

    /** A malformed project key on a route for keys is said to be malformed, not "an invalid session". */
    private static void refuseWrongForm(String token, Route route) {
        boolean wantsKey = route.guard() == Guard.PROJECT_KEY || route.guard() == Guard.PROJECT_KEY_OR_OPERATOR;
        if (wantsKey && !token.startsWith("mux_") && !token.startsWith("op_")) {
            throw ApiException.unauthorized("Invalid API key format");
        }
        boolean wantsUser =
                route.guard() == Guard.USER || route.guard() == Guard.SESSION || route.guard() == Guard.SYSTEM_ADMIN;
        if (wantsUser && (token.startsWith("mux_") || token.startsWith("op_"))) {
            throw new ApiException(401, "INVALID_TOKEN", "A user's access token is required here");
        }
    }

    private static ApiException refusal(Caller caller, Route route) {
        return switch (caller) {
            case Caller.Anonymous nobody -> missing(route);
            case Caller.ProjectKey key
            when route.guard() == Guard.OPERATOR ->
                ApiException.forbidden("This needs the operator's credential, not a project key");
            case Caller.ProjectKey key
            when route.guard().takesSystemAdmins() ->
                ApiException.forbidden("This needs a system admin or the operator, not a project key");
            case Caller.ProjectKey key -> missing(route);
            case Caller.Operator operator
            when route.guard() == Guard.PROJECT_KEY -> ApiException.unauthorized("API key is required");
            case Caller.Operator operator -> missing(route);
            case Caller.User user
            when route.guard() == Guard.OPERATOR ->
                ApiException.forbidden("This needs the operator's credential, not a user's");
            case Caller.User user
            when route.guard().takesSystemAdmins() ->
                ApiException.forbidden("This needs a system admin or the operator");
            case Caller.UserKey key
            when route.guard() == Guard.SESSION ->
                new ApiException(401, "INVALID_TOKEN", "This needs a session: sign in; an API key is not enough");
            case Caller.User user -> missing(route);
        };
    }

    private static ApiException missing(Route route) {
        return switch (route.style()) {
            case AUTH -> new ApiException(401, "INVALID_TOKEN", "A valid access token is required");
            case MUX, MUX_LENIENT ->
                ApiException.unauthorized(
                        route.guard() == Guard.OPERATOR ? "Operator credential is required" : "API key is required");
        };
    }
}
