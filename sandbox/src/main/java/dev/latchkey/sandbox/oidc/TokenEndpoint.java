package dev.latchkey.sandbox.oidc;

import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token endpoint (RFC 6749 §4.1.3, §5; RFC 7636 §4.6): a code, once, from whom it was given to. */
final class TokenEndpoint {
    private final Directory directory;
    private final Grants grants;
    private final IdTokens idTokens;
    private final Moods moods;

    private record Credentials(String clientId, @Nullable String secret) {}

    TokenEndpoint(Directory directory, Grants grants, IdTokens idTokens, Moods moods) {
        this.directory = directory;
        this.grants = grants;
        this.idTokens = idTokens;
        this.moods = moods;
    }

    Answer exchange(Call call) {
        try {
            Map<String, String> form = call.form();
            RelyingParty party = party(call, form);
            if (!"authorization_code".equals(form.get("grant_type"))) {
                throw new OAuthError(400, "unsupported_grant_type", "Only authorization_code is supported.");
            }
            return Pages.json(200, tokens(party, form));
        } catch (OAuthError refusal) {
            Map<String, String> headers =
                    refusal.status() == 401 ? Map.of("WWW-Authenticate", "Basic realm=\"token\"") : Map.of();
            return Pages.json(
                    refusal.status(),
                    Map.of("error", refusal.code(), "error_description", String.valueOf(refusal.getMessage())),
                    headers);
        }
    }

    private Map<String, Object> tokens(RelyingParty party, Map<String, String> form) {
        String code = form.getOrDefault("code", "");
        Grant grant = grants.behind(code).orElseThrow(() -> OAuthError.invalidGrant("The code is unknown."));
        boolean careless = moods.is(Misbehaviour.CARELESS_WITH_CODES);
        if (!careless) {
            requireSame(party, form, grant);
        }
        String accessToken = grants.redeem(code, careless);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", accessToken);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", Grants.TOKEN_LIFETIME.toSeconds());
        answer.put("scope", String.join(" ", grant.scopes()));
        if (!moods.is(Misbehaviour.NO_ID_TOKEN)) {
            answer.put("id_token", idTokens.of(grant, accessToken));
        }
        return answer;
    }

    private static void requireSame(RelyingParty party, Map<String, String> form, Grant grant) {
        if (!grant.party().clientId().equals(party.clientId())) {
            throw OAuthError.invalidGrant("The code was given to another client.");
        }
        if (!grant.redirectUri().equals(form.get("redirect_uri"))) {
            throw OAuthError.invalidGrant("The redirect address is another one.");
        }
        String verifier = form.getOrDefault("code_verifier", "");
        if (!same(TokenMint.challenge(verifier), grant.challenge())) {
            throw OAuthError.invalidGrant("The code verifier is wrong.");
        }
    }

    /** By Basic or in the form, never both (RFC 6749 §2.3). */
    private RelyingParty party(Call call, Map<String, String> form) {
        Optional<String> header = call.header("Authorization");
        if (header.isPresent() && form.containsKey("client_secret")) {
            throw OAuthError.invalidRequest("The client authenticates in two ways at once.");
        }
        Credentials given = header.map(TokenEndpoint::basic)
                .orElseGet(() -> new Credentials(form.getOrDefault("client_id", ""), form.get("client_secret")));
        return directory
                .party(given.clientId())
                .filter(party -> party.clientSecret() == null
                        || (given.secret() != null && same(party.clientSecret(), given.secret())))
                .orElseThrow(() -> new OAuthError(401, "invalid_client", "The client is unknown or its secret wrong."));
    }

    /** Id and secret are form-encoded inside of Basic (RFC 6749 §2.3.1). */
    private static Credentials basic(String header) {
        try {
            String text = header.startsWith("Basic ") ? header.substring("Basic ".length()) : "";
            String pair = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new Credentials(decoded(pair.substring(0, colon)), decoded(pair.substring(colon + 1)));
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw new OAuthError(401, "invalid_client", "The Authorization header is not understood.");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
