package dev.latchkey.server.guide;

import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which ways to sign in are on at this moment, for buttons and for agents (auth-api.md 18). */
public final class DiscoveryRoutes {

    private static final String TAG = "System";

    /** The calls of each way to sign in, in the order they are made. */
    private static final Map<Feature, List<String>> CALLS = Map.of(
            Feature.EMAIL, List.of("POST /register", "POST /verify-email", "POST /login", "POST /login/mfa"),
            Feature.INSTANT_LINK, List.of("POST /instant-link", "POST /instant-link/verify"),
            Feature.GOOGLE, List.of("POST /google"),
            Feature.APPLE, List.of("POST /apple"),
            Feature.SOLANA, List.of("POST /solana/challenge", "POST /solana"),
            Feature.STELLAR, List.of("POST /stellar/challenge", "POST /stellar"),
            Feature.WEBAUTHN, List.of("POST /webauthn/auth/options", "POST /webauthn/auth/verify"),
            Feature.SSO, List.of("POST /sso/start", "GET /sso/callback"));

    private final String basePath;
    private final Features features;
    private final Function<Feature, Optional<String>> clientId;
    private final Supplier<List<Route>> table;

    /**
     * @param clientId by which an application introduces itself to the provider, where there is one
     * @param table the whole route table, known only after all rooms have brought theirs
     */
    public DiscoveryRoutes(
            String basePath,
            Features features,
            Function<Feature, Optional<String>> clientId,
            Supplier<List<Route>> table) {
        this.basePath = basePath;
        this.features = features;
        this.clientId = clientId;
        this.table = table;
    }

    public List<Route> routes() {
        return List.of(
                open("/features")
                        .answer(200, EnabledFeatures.class)
                        .summary(TAG, "Says which ways to sign in are switched on, to choose buttons by.")
                        .handle(this::features),
                open("/discovery")
                        .answer(200, Discovery.class)
                        .summary(TAG, "Says how to sign in, call by call, for agents.")
                        .handle(this::discovery));
    }

    /** Answer of {@code GET /features}; the client ids are public by nature. */
    record EnabledFeatures(
            boolean email,
            boolean google,
            boolean apple,
            boolean solana,
            boolean stellar,
            boolean webauthn,
            boolean instantLink,
            boolean sso,
            @Nullable String googleClientId,
            @Nullable String appleClientId) {}

    /** One call. */
    record Endpoint(String method, String path, String description, boolean requiresAuth) {}

    /** One way to sign in, and its calls in order. */
    record AuthMethod(
            String method,
            String description,
            boolean recommendedForAgents,
            List<Endpoint> endpoints,
            List<String> flow) {}

    /** How a user's API key is sent. */
    record ApiKeyUsage(String header, String format, String example, String keyPrefix) {}

    /** Answer of {@code GET /discovery}. */
    record Discovery(
            String version,
            String basePath,
            List<AuthMethod> authMethods,
            ApiKeyUsage apiKeyUsage,
            Map<String, String> links) {}

    private Route.Builder open(String name) {
        return Route.get(basePath + name).style(Style.AUTH).guard(Guard.OPEN).rate(RateClass.GENERAL);
    }

    private Reply features(Call call) {
        return Reply.ok(new EnabledFeatures(
                features.isOn(Feature.EMAIL),
                features.isOn(Feature.GOOGLE),
                features.isOn(Feature.APPLE),
                features.isOn(Feature.SOLANA),
                features.isOn(Feature.STELLAR),
                features.isOn(Feature.WEBAUTHN),
                features.isOn(Feature.INSTANT_LINK),
                features.isOn(Feature.SSO),
                clientId(Feature.GOOGLE),
                clientId(Feature.APPLE)));
    }

    private @Nullable String clientId(Feature feature) {
        return features.isOn(feature) ? clientId.apply(feature).orElse(null) : null;
    }

    private Reply discovery(Call call) {
        return Reply.ok(new Discovery(
                "1.0",
                basePath,
                Arrays.stream(Feature.values())
                        .filter(features::isOn)
                        .map(this::method)
                        .toList(),
                new ApiKeyUsage("Authorization", "Bearer <api-key>", "Authorization: Bearer ck_…", "ck_"),
                Map.of("documentation", "/docs", "openapi", "/openapi.json")));
    }

    private AuthMethod method(Feature feature) {
        List<Endpoint> endpoints = CALLS.getOrDefault(feature, List.of()).stream()
                .flatMap(call -> endpoint(call).stream())
                .toList();
        return new AuthMethod(
                feature.wireName(),
                feature.title(),
                feature == Feature.SOLANA || feature == Feature.STELLAR,
                endpoints,
                endpoints.stream()
                        .map(endpoint -> endpoint.method() + " " + endpoint.path() + ": " + endpoint.description())
                        .toList());
    }

    private Optional<Endpoint> endpoint(String call) {
        String name = call.replaceFirst(" ", " " + basePath);
        return table.get().stream()
                .filter(route -> route.name().equals(name))
                .map(route -> new Endpoint(
                        route.method().name(),
                        route.path().toString(),
                        route.summary(),
                        route.guard() == Guard.USER || route.guard() == Guard.SESSION))
                .findFirst();
    }
}
