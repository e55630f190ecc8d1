package dev.latchkey.sandbox.oidc;

import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The authorization endpoint (OpenID Connect Core §3.1.2) for codes with PKCE (RFC 7636): a page with a login form, or at
 * once for whom {@code login_hint} names. An error goes back to the application, unless its address is not certain.
 */
final class AuthorizationEndpoint {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String issuer;
    private final Directory directory;
    private final Grants grants;
    private final Moods moods;
    private final Clock clock;

    private record Request(
            RelyingParty party,
            String redirectUri,
            String challenge,
            @Nullable String nonce,
            Set<String> scopes) {}

    AuthorizationEndpoint(String issuer, Directory directory, Grants grants, Moods moods, Clock clock) {
        this.issuer = issuer;
        this.directory = directory;
        this.grants = grants;
        this.moods = moods;
        this.clock = clock;
    }

    /** Shows the form, or goes on for whom the application names. */
    Answer begin(Call call) {
        return answered(call.queries(), request -> {
            Optional<Person> hinted =
                    Optional.ofNullable(call.queries().get("login_hint")).flatMap(directory::person);
            if (hinted.isPresent()) {
                return consented(request, hinted.get(), call.queries());
            }
            if ("none".equals(call.queries().get("prompt"))) {
                throw new OAuthError(400, "login_required", "Nobody is signed in here.");
            }
            return Pages.html(200, form(call.queries(), ""));
        });
    }

    /** Takes the form back. */
    Answer submit(Call call) {
        Map<String, String> form = call.form();
        return answered(form, request -> {
            if (form.containsKey("deny")) {
                throw new OAuthError(400, "access_denied", "The person did not consent.");
            }
            Optional<Person> person = directory
                    .person(form.getOrDefault("login", ""))
                    .filter(known -> known.password().equals(form.get("password")));
            return person.isPresent()
                    ? consented(request, person.get(), form)
                    : Pages.html(401, form(form, "Login or password is wrong."));
        });
    }

    @FunctionalInterface
    private interface Step {
        Answer take(Request request);
    }

    private Answer answered(Map<String, String> parameters, Step step) {
        RelyingParty party;
        String redirectUri;
        try {
            party = directory
                    .party(parameters.getOrDefault("client_id", ""))
                    .orElseThrow(() -> OAuthError.invalidRequest("The client is unknown."));
            redirectUri = parameters.getOrDefault("redirect_uri", "");
            if (!party.redirectUris().contains(redirectUri)) {
                throw OAuthError.invalidRequest("The redirect address is not registered.");
            }
        } catch (OAuthError uncertain) {
            return Pages.html(400, "<h1>" + Pages.escaped(String.valueOf(uncertain.getMessage())) + "</h1>");
        }
        try {
            return step.take(request(party, redirectUri, parameters));
        } catch (OAuthError refusal) {
            Map<String, String> answer = new LinkedHashMap<>();
            answer.put("error", refusal.code());
            answer.put("error_description", String.valueOf(refusal.getMessage()));
            return back(redirectUri, answer, parameters);
        }
    }

    private Request request(RelyingParty party, String redirectUri, Map<String, String> parameters) {
        if (!"code".equals(parameters.get("response_type"))) {
            throw new OAuthError(400, "unsupported_response_type", "Only code is supported.");
        }
        Set<String> scopes =
                Set.copyOf(Arrays.asList(parameters.getOrDefault("scope", "").split(" ")));
        if (!scopes.contains("openid")) {
            throw new OAuthError(400, "invalid_scope", "The scope openid is required.");
        }
        String challenge = parameters.getOrDefault("code_challenge", "");
        if (!CHALLENGE.matcher(challenge).matches() || !"S256".equals(parameters.get("code_challenge_method"))) {
            throw OAuthError.invalidRequest("A code challenge with method S256 is required.");
        }
        return new Request(party, redirectUri, challenge, parameters.get("nonce"), scopes);
    }

    private Answer consented(Request request, Person person, Map<String, String> parameters) {
        if (moods.is(Misbehaviour.DENYING)) {
            throw new OAuthError(400, "access_denied", "The person did not consent.");
        }
        String code = grants.newCode(new Grant(
                request.party(),
                person,
                request.redirectUri(),
                request.nonce(),
                request.challenge(),
                request.scopes(),
                clock.instant()));
        return back(request.redirectUri(), new LinkedHashMap<>(Map.of("code", code)), parameters);
    }

    private Answer back(String redirectUri, Map<String, String> answer, Map<String, String> parameters) {
        if (parameters.containsKey("state")) {
            answer.put("state", parameters.get("state"));
        }
        if (!moods.is(Misbehaviour.ANSWERS_WITHOUT_ISSUER)) {
            answer.put("iss", moods.is(Misbehaviour.ANOTHER_ISSUER_ANSWERS) ? "https://another.example" : issuer);
        }
        StringBuilder location = new StringBuilder(redirectUri);
        char separator = redirectUri.contains("?") ? '&' : '?';
        for (Map.Entry<String, String> parameter : answer.entrySet()) {
            location.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return Pages.redirect(location.toString());
    }

    private static String form(Map<String, String> parameters, String complaint) {
        StringBuilder page = new StringBuilder("<!doctype html><title>Sign in</title><h1>Sign in</h1><p>")
                .append(Pages.escaped(complaint))
                .append("</p><form method=\"post\" action=\"/authorize\">");
        parameters.forEach((name, value) -> {
            if (!Set.of("login", "password", "deny").contains(name)) {
                page.append("<input type=\"hidden\" name=\"")
                        .append(Pages.escaped(name))
                        .append("\" value=\"")
                        .append(Pages.escaped(value))
                        .append("\">");
            }
        });
        return page.append("<label>Login <input name=\"login\"></label>")
                .append("<label>Password <input name=\"password\" type=\"password\"></label>")
                .append("<button>Sign in</button><button name=\"deny\" value=\"yes\">Cancel</button></form>")
                .toString();
    }
}
