package dev.latchkey.identity.sso;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Begins an authorization code flow with PKCE, state and nonce (OpenID Connect Core §3.1.2.1, RFC 7636). */
final class SsoStart {

    static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final SsoProviderStore providers;
    private final SsoStateStore states;
    private final Issuers issuers;
    private final Tokens tokens;
    private final Optional<URI> callback;

    SsoStart(
            Database database,
            SsoProviderStore providers,
            SsoStateStore states,
            Issuers issuers,
            Tokens tokens,
            Optional<URI> callback) {
        this.database = database;
        this.providers = providers;
        this.states = states;
        this.issuers = issuers;
        this.tokens = tokens;
        this.callback = callback;
    }

    /**
     * What is wanted.
     *
     * @param orgId whose provider, where no id is given
     * @param linkUserId who is signed in and gets the credential; {@code null} to sign in
     */
    record Wanted(
            UUID projectId,
            @Nullable UUID orgId,
            @Nullable UUID providerId,
            @Nullable UUID linkUserId,
            @Nullable String redirectUri,
            @Nullable String loginHint) {}

    /** Where to send the browser, and the secret that it alone must have. */
    record Started(String authUrl, UUID stateId, String secret) {

        @Override
        public String toString() {
            return "Started[" + stateId + "]";
        }
    }

    /** Throws 404 without an enabled provider, 503 when the issuer has not been reached for a day. */
    Started start(Wanted wanted) {
        URI address = callback.orElseThrow(
                () -> ApiException.unavailable("Single sign-on has no callback address: set SSO_CALLBACK_URL", 60));
        SsoProvider provider = provider(wanted);
        IssuerMetadata issuer = issuers.current(provider.issuerUrl());
        String secret = tokens.generate(SECRET_BYTES);
        SsoState state = database.write(tx -> {
            SsoState fresh = new SsoState(
                    UUID.randomUUID(),
                    wanted.projectId(),
                    provider.id(),
                    wanted.linkUserId(),
                    Tokens.sha256Hex(secret),
                    tokens.generate(SECRET_BYTES),
                    tokens.generate(SECRET_BYTES),
                    wanted.redirectUri(),
                    tx.now().plus(LIFETIME));
            states.put(tx.sql(), fresh);
            return fresh;
        });
        return new Started(authorization(provider, issuer, state, address, wanted.loginHint()), state.id(), secret);
    }

    private SsoProvider provider(Wanted wanted) {
        UUID providerId = wanted.providerId();
        UUID orgId = wanted.orgId();
        if ((providerId == null) == (orgId == null)) {
            throw ApiException.invalid("Send either orgId or providerId");
        }
        Optional<SsoProvider> found = database.read(sql -> providerId != null
                ? providers.byId(sql, wanted.projectId(), providerId).filter(SsoProvider::enabled)
                : providers.enabledOf(sql, wanted.projectId(), Objects.requireNonNull(orgId)));
        return found.orElseThrow(() -> ApiException.notFound("No enabled SSO provider"));
    }

    private static String authorization(
            SsoProvider provider, IssuerMetadata issuer, SsoState state, URI callback, @Nullable String loginHint) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", provider.clientId());
        parameters.put("redirect_uri", callback.toString());
        parameters.put("scope", String.join(" ", provider.scopes()));
        parameters.put("state", state.id().toString());
        parameters.put("nonce", state.nonce());
        parameters.put("code_challenge", challenge(state.verifier()));
        parameters.put("code_challenge_method", "S256");
        if (loginHint != null) {
            parameters.put("login_hint", loginHint);
        }
        String endpoint = issuer.authorizationEndpoint().toString();
        return endpoint
                + (endpoint.contains("?") ? "&" : "?")
                + parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
