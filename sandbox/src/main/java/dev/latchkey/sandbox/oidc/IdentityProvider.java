package dev.latchkey.sandbox.oidc;

import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Handler;
import dev.latchkey.sandbox.http.HttpFrontDoor;
import dev.latchkey.sandbox.http.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real OpenID Connect issuer on loopback: discovery, JWKS with rotation, the authorization code flow with PKCE, userinfo.
 * It stands for Google, Apple, Clerk, a company's own issuer or any other, where none can be reached, and misbehaves on
 * demand.
 */
public final class IdentityProvider implements AutoCloseable {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String JWKS = "/jwks.json";

    private final HttpFrontDoor door;
    private final Clock clock;
    private final SigningKeys keys = new SigningKeys();
    private final TokenMint mint = new TokenMint(keys);
    private final Directory directory = new Directory();
    private final Moods moods = new Moods();
    private final Map<String, @Nullable Object> advertised = new HashMap<>();

    private IdentityProvider(Clock clock) {
        this.door = HttpFrontDoor.reserve(0);
        this.clock = clock;
        Grants grants = new Grants(clock);
        AuthorizationEndpoint authorization = new AuthorizationEndpoint(issuer(), directory, grants, moods, clock);
        TokenEndpoint tokens = new TokenEndpoint(directory, grants, new IdTokens(issuer(), mint, moods, clock), moods);
        UserInfoEndpoint userInfo = new UserInfoEndpoint(grants, moods);
        Router router = new Router();
        mount(router, "GET", DISCOVERY, this::discover);
        mount(router, "GET", JWKS, call -> Pages.json(200, keys.jwks()));
        mount(router, "GET", "/authorize", authorization::begin);
        mount(router, "POST", "/authorize", authorization::submit);
        mount(router, "POST", "/token", tokens::exchange);
        mount(router, "GET", "/userinfo", userInfo::show);
        mount(router, "POST", "/userinfo", userInfo::show);
        door.open(router, Map::of);
    }

    /** Starts on a free loopback port. */
    public static IdentityProvider start(Clock clock) {
        return new IdentityProvider(clock);
    }

    /** The {@code iss} of its tokens; the discovery document lies under it. */
    public String issuer() {
        return "http://127.0.0.1:" + door.port();
    }

    public String jwksUrl() {
        return issuer() + JWKS;
    }

    /** Lets an application sign people in. */
    public void register(RelyingParty party) {
        directory.register(party);
    }

    /** Gives somebody an account, or changes it. */
    public void add(Person person) {
        directory.add(person);
    }

    /** An ID token for {@code subject} that is valid for five minutes, with a verified address. */
    public String idToken(String subject, String audience, String email) {
        Map<String, Object> claims = claims(subject, audience);
        claims.put("email", email);
        claims.put("email_verified", true);
        return token(claims);
    }

    /** The claims every ID token has, to be added to: valid for five minutes. */
    public Map<String, Object> claims(String subject, String audience) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer());
        claims.put("sub", subject);
        claims.put("aud", audience);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        return claims;
    }

    /** A token with any claims, signed with ES256 and the current key. */
    public String token(Map<String, Object> claims) {
        return token(TokenAlgorithm.ES256, claims);
    }

    /** A token with any claims, signed with the current key. */
    public String token(TokenAlgorithm algorithm, Map<String, Object> claims) {
        return mint.signed(algorithm, null, claims);
    }

    /** A token signed with the current key that names another one. */
    public String tokenNaming(String kid, TokenAlgorithm algorithm, Map<String, Object> claims) {
        return mint.signed(algorithm, kid, claims);
    }

    /** A token of a kind that nobody must accept: unsigned, HMAC with the public key, or by an unpublished key. */
    public String forged(Misbehaviour how, Map<String, Object> claims) {
        return switch (how) {
            case UNSIGNED -> mint.unsigned(claims);
            case HMAC_WITH_PUBLIC_KEY -> mint.hmacWithPublicKey(claims);
            case FOREIGN_KEY -> mint.foreign(TokenAlgorithm.RS256, false, claims);
            case OWN_KEY_IN_HEADER -> mint.foreign(TokenAlgorithm.RS256, true, claims);
            default -> throw new IllegalArgumentException(how + " is not a kind of signature");
        };
    }

    /** Replaces the signing keys; the old ones leave the JWKS at once. */
    public void rotateKey() {
        keys.rotate(false);
    }

    /** Replaces the signing keys; the old ones stay in the JWKS. */
    public void rotateKeyGently() {
        keys.rotate(true);
    }

    /** Misbehaves in these ways from now on, and in no other; none: behaves. */
    public void misbehave(Misbehaviour... ways) {
        moods.set(Set.of(ways));
    }

    /** How long a request waits while {@link Misbehaviour#SLOW}; 30 seconds at first. */
    public void slowness(Duration duration) {
        moods.slowness(duration);
    }

    /** Replaces a value of the discovery document; {@code null} takes it out. */
    public synchronized void advertise(String name, @Nullable Object value) {
        advertised.put(name, value);
    }

    /** How often a path was asked, e.g. {@code /jwks.json}. */
    public int asked(String path) {
        return moods.asked(path);
    }

    /** How often the keys were asked for. */
    public int keysAsked() {
        return asked(JWKS);
    }

    /** How often the discovery document was asked for. */
    public int discoveryAsked() {
        return asked(DISCOVERY);
    }

    @Override
    public void close() {
        door.close();
    }

    private void mount(Router router, String method, String path, Handler handler) {
        router.add(method, path, moods.around(handler));
    }

    private synchronized Answer discover(Call call) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", moods.is(Misbehaviour.ANOTHER_ISSUER_DISCOVERED) ? "https://another.example" : issuer());
        document.put("authorization_endpoint", issuer() + "/authorize");
        document.put("token_endpoint", issuer() + "/token");
        document.put("userinfo_endpoint", issuer() + "/userinfo");
        document.put("jwks_uri", jwksUrl());
        document.put("response_types_supported", List.of("code"));
        document.put("response_modes_supported", List.of("query"));
        document.put("grant_types_supported", List.of("authorization_code"));
        document.put("subject_types_supported", List.of("public"));
        document.put("scopes_supported", List.of("openid", "email", "profile"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256"));
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
        document.put("code_challenge_methods_supported", List.of("S256"));
        document.put("authorization_response_iss_parameter_supported", true);
        advertised.forEach((name, value) -> {
            document.remove(name);
            if (value != null) {
                document.put(name, value);
            }
        });
        return Pages.json(200, document);
    }
}
