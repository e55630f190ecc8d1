package dev.latchkey.identity.provider;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The auth providers of a project, and the verifier of their tokens. */
public final class ProviderRoutes {

    private static final String TAG = "Auth providers";
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);

    private final Providers providers;
    private final ProviderTokens tokens;
    private final Predicate<UUID> projectExists;
    private final boolean anyAddress;

    /**
     * @param configured from the configuration
     * @param anyAddress whether providers may have http and private addresses: for development only
     * @param projectExists whether there is a live project with the id
     */
    public ProviderRoutes(
            Database database,
            List<AuthProvider> configured,
            boolean anyAddress,
            Predicate<UUID> projectExists,
            Clock clock) {
        this.providers = new Providers(database, new ProviderStore(), configured);
        this.tokens =
                new ProviderTokens(providers, new IssuedTokens(new GuardedFetcher(FETCH_TIMEOUT, anyAddress), clock));
        this.projectExists = projectExists;
        this.anyAddress = anyAddress;
    }

    public ProviderTokens tokens() {
        return tokens;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{id}/auth-providers")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_READ)
                        .answer(200, Route.listOf(AuthProviderView.class))
                        .summary(TAG, "Lists the providers whose tokens the project trusts.")
                        .handle(this::list),
                Route.put("/projects/{id}/auth-providers/{kind}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_WRITE)
                        .body(PutAuthProvider.class)
                        .answer(200, AuthProviderView.class)
                        .answer(409, "Another provider of the project has this issuer")
                        .summary(TAG, "Trusts a provider: CLERK, BETTER_AUTH or OIDC.")
                        .handle(this::put),
                Route.delete("/projects/{id}/auth-providers/{kind}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_WRITE)
                        .answer(204, "Removed")
                        .summary(TAG, "Trusts a provider no longer.")
                        .handle(this::remove));
    }

    private Reply list(Call call) {
        return Reply.ok(
                providers.of(project(call)).stream().map(AuthProviderView::of).toList());
    }

    private Reply put(Call call) {
        UUID projectId = project(call);
        PutAuthProvider body = call.body(PutAuthProvider.class);
        if (body.audiences().isEmpty() || body.audiences().stream().anyMatch(String::isBlank)) {
            throw ApiException.invalid("audiences must name at least one audience");
        }
        URI issuer = address("issuer", body.issuer());
        URI jwksUrl = body.jwksUrl() == null ? null : address("jwksUrl", body.jwksUrl());
        AuthProvider provider = new AuthProvider(projectId, kind(call), issuer.toString(), body.audiences(), jwksUrl);
        providers.put(provider, call.origin());
        return Reply.ok(AuthProviderView.of(provider));
    }

    private Reply remove(Call call) {
        providers.remove(project(call), kind(call), call.origin());
        return Reply.noContent();
    }

    /** A key speaks for its own project only; any other is as unknown as one that does not exist. */
    private UUID project(Call call) {
        UUID id = call.id("id", () -> unknown(call));
        boolean mine = call.caller() instanceof Caller.Operator
                ? projectExists.test(id)
                : call.caller().projectId().equals(Optional.of(id));
        if (!mine) {
            throw unknown(call);
        }
        return id;
    }

    private static ApiException unknown(Call call) {
        return ApiException.notFound("Project " + call.pathParameter("id") + " not found");
    }

    private static ProviderKind kind(Call call) {
        String name = call.pathParameter("kind");
        return Arrays.stream(ProviderKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("Auth provider " + name + " not found"));
    }

    private URI address(String field, String text) {
        try {
            URI uri = new URI(text);
            boolean scheme = "https".equals(uri.getScheme()) || (anyAddress && "http".equals(uri.getScheme()));
            if (scheme && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        throw ApiException.invalid(field + " must be an https address");
    }
}
