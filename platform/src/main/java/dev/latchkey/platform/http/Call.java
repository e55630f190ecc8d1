package dev.latchkey.platform.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request on its way down: what was sent, who sends it, and what the steps before the handler found out. */
public final class Call {

    private final String methodName;
    private final List<String> segments;
    private final String path;
    private final String target;
    private final String requestId;
    private final String ip;
    private final Function<String, @Nullable String> headers;
    private final Query query;
    private final Map<Class<?>, Object> attributes = new HashMap<>();
    private @Nullable Map<String, String> cookies;
    private @Nullable Route route;
    private Map<String, String> pathParameters = Map.of();
    private Caller caller = new Caller.Anonymous();
    private @Nullable Object body;
    private @Nullable CredentialBudget budget;
    private boolean guess;

    /**
     * @param segments of the path, each decoded by itself, so that a slash that was sent encoded stays inside its segment
     * @param target path and query string as received
     * @param headers looks up a request header by its lower-case name
     */
    Call(
            String methodName,
            List<String> segments,
            String target,
            String requestId,
            String ip,
            Function<String, @Nullable String> headers,
            Query query) {
        this.methodName = methodName;
        this.segments = List.copyOf(segments);
        this.path = "/" + String.join("/", segments);
        this.target = target;
        this.requestId = requestId;
        this.ip = ip;
        this.headers = headers;
        this.query = query;
    }

    public String methodName() {
        return methodName;
    }

    /** The decoded path, without the query string. */
    public String path() {
        return path;
    }

    /** The path as it was sent, percent-encoded, without the query string. */
    public String rawPath() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    List<String> segments() {
        return segments;
    }

    String target() {
        return target;
    }

    public String requestId() {
        return requestId;
    }

    /** The client's address: the peer's, or what trusted proxies say. */
    public String ip() {
        return ip;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    public Optional<String> userAgent() {
        return header("user-agent").map(agent -> agent.length() <= 512 ? agent : agent.substring(0, 512));
    }

    /** A cookie's value. */
    public Optional<String> cookie(String name) {
        Map<String, String> known = cookies;
        if (known == null) {
            known = Cookies.parse(header("cookie").orElse(""));
            cookies = known;
        }
        return Optional.ofNullable(known.get(name));
    }

    public Query query() {
        return query;
    }

    public Caller caller() {
        return caller;
    }

    /** The project key of the caller; the route's guard has made sure that there is one. */
    public Caller.ProjectKey projectKey() {
        if (caller instanceof Caller.ProjectKey key) {
            return key;
        }
        throw new IllegalStateException("no project key on a route that needs one");
    }

    /** The user, signed in or by an API key; the route's guard has made sure that there is one. */
    public Caller.User user() {
        if (caller instanceof Caller.User user) {
            return user;
        }
        throw new IllegalStateException("no user on a route that needs one");
    }

    /** The signed-in user; the route's guard has made sure that there is one. */
    public Caller.UserSession session() {
        if (caller instanceof Caller.UserSession session) {
            return session;
        }
        throw new IllegalStateException("no session on a route that needs one");
    }

    /**
     * To be called before a credential is looked up that nothing is known of: for as long as it is not found it counts as a
     * guess.
     *
     * @throws ApiException 429 when the caller's network has guessed too much
     */
    public void looksUpCredential() {
        if (budget != null && route != null && !guess) {
            budget.reserve(this, route);
            guess = true;
        }
    }

    /** Whether a credential was looked up, and counted. */
    boolean isGuess() {
        return guess;
    }

    void identifiedWithin(CredentialBudget credentials) {
        this.budget = credentials;
    }

    public Origin origin() {
        String key = attribute(ProvenKey.class).map(ProvenKey::thumbprint).orElse(null);
        return new Origin(caller, ip, userAgent().orElse(null), requestId, key);
    }

    /** A path parameter, decoded. */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalStateException("no path parameter " + name + " in " + path);
        }
        return value;
    }

    /** A path parameter that is an id; anything that cannot be one is as unknown as any other id. */
    public UUID id(String name, Supplier<ApiException> unknown) {
        return parseUuid(pathParameter(name)).orElseThrow(unknown);
    }

    /** The body, read and validated before the handler was called. */
    public <T> T body(Class<T> type) {
        Object carried = body;
        if (carried == null) {
            throw new IllegalStateException("no body on " + path);
        }
        return type.cast(carried);
    }

    /** What a step before the handler left for it, e.g. the session a cookie led to. */
    public <T> Optional<T> attribute(Class<T> type) {
        return Optional.ofNullable(attributes.get(type)).map(type::cast);
    }

    public <T> void attribute(Class<T> type, T value) {
        attributes.put(type, value);
    }

    /** The route, once it is known. */
    public Optional<Route> route() {
        return Optional.ofNullable(route);
    }

    void routed(Route found, Map<String, String> parameters) {
        this.route = found;
        this.pathParameters = parameters;
    }

    void calledBy(Caller identified) {
        this.caller = identified;
    }

    void carries(@Nullable Object parsed) {
        this.body = parsed;
    }

    /** An id as it travels in paths and bodies; empty for a text that cannot be one. */
    public static Optional<UUID> parseUuid(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
