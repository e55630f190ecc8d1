package dev.latchkey.identity.sso;

import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Talks to the issuer's token endpoint (RFC 6749 §4.1.3) and userinfo endpoint (OpenID Connect Core §5.3). */
final class CodeExchange {

    private static final Logger LOG = LoggerFactory.getLogger(CodeExchange.class);

    private final GuardedFetcher fetcher;
    private final ClientSecrets secrets;

    CodeExchange(GuardedFetcher fetcher, ClientSecrets secrets) {
        this.fetcher = fetcher;
        this.secrets = secrets;
    }

    /** What the code was exchanged for. */
    record Issued(@Nullable String idToken, @Nullable String accessToken) {

        @Override
        public String toString() {
            return "Issued";
        }
    }

    /** Throws 401 {@code INVALID_CREDENTIALS} when the issuer refuses, 503 when it does not answer. */
    Issued exchange(SsoProvider provider, IssuerMetadata issuer, SsoState state, String code, URI callback) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback.toString());
        form.put("code_verifier", state.verifier());
        Map<String, String> headers = authenticated(provider, issuer, form);
        try {
            GuardedFetcher.Answer answer = fetcher.post(issuer.tokenEndpoint(), headers, form);
            if (answer.status() == 200) {
                JsonNode body = Json.read(answer.body());
                return new Issued(text(body, "id_token"), text(body, "access_token"));
            }
            LOG.info("{} answered {} to a code", issuer.issuer(), answer.status());
            if (answer.status() >= 500 || answer.status() == 429) {
                throw away();
            }
            throw new ApiException(401, "INVALID_CREDENTIALS", "The issuer did not accept the code");
        } catch (IOException | JacksonException failure) {
            LOG.warn("no tokens from {}: {}", issuer.issuer(), failure.getMessage());
            throw away();
        }
    }

    /** What the issuer tells about the person at its userinfo endpoint; empty when it tells nothing we can read. */
    Optional<JsonNode> userInfo(IssuerMetadata issuer, String accessToken) {
        URI endpoint = issuer.userInfoEndpoint();
        if (endpoint == null) {
            return Optional.empty();
        }
        try {
            GuardedFetcher.Answer answer = fetcher.get(endpoint, Map.of("Authorization", "Bearer " + accessToken));
            return answer.status() == 200 ? Optional.of(Json.read(answer.body())) : Optional.empty();
        } catch (IOException | JacksonException failure) {
            LOG.warn("no userinfo from {}: {}", issuer.issuer(), failure.getMessage());
            return Optional.empty();
        }
    }

    /** In Basic, id and secret are form-encoded first (RFC 6749 §2.3.1). */
    private Map<String, String> authenticated(SsoProvider provider, IssuerMetadata issuer, Map<String, String> form) {
        String secret = secrets.open(provider);
        if (!issuer.takesBasic()) {
            form.put("client_id", provider.clientId());
            form.put("client_secret", secret);
            return Map.of();
        }
        String pair = encoded(provider.clientId()) + ":" + encoded(secret);
        return Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }

    private static ApiException away() {
        return ApiException.unavailable("The issuer cannot be reached; try again shortly", 10);
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
