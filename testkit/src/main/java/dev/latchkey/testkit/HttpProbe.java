package dev.latchkey.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a server the way a client does and keeps nothing between calls but what it was built with. Immutable: the
 * {@code with…} methods answer a probe that differs in one thing. Redirects are not followed.
 */
public final class HttpProbe {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A client costs a thread, and a connection to each server; only cookies tell clients apart. */
    private static final HttpClient WITHOUT_COOKIES = client().build();

    private final HttpClient client;
    private final URI base;
    private final Map<String, String> headers;
    private final Consumer<HttpAnswer> observer;

    private HttpProbe(HttpClient client, URI base, Map<String, String> headers, Consumer<HttpAnswer> observer) {
        this.client = client;
        this.base = base;
        this.headers = Map.copyOf(headers);
        this.observer = observer;
    }

    /** A probe of one server; {@code base} has no path. */
    public static HttpProbe of(URI base) {
        return new HttpProbe(WITHOUT_COOKIES, base, Map.of(), answer -> {});
    }

    public static HttpProbe ofPort(int port) {
        return of(URI.create("http://127.0.0.1:" + port));
    }

    /** Keeps cookies from here on, as a browser would, in a jar of its own. */
    public HttpProbe withCookies() {
        CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        return new HttpProbe(client().cookieHandler(jar).build(), base, headers, observer);
    }

    public HttpProbe withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpProbe(client, base, more, observer);
    }

    public HttpProbe withBearer(String token) {
        return withHeader("Authorization", "Bearer " + token);
    }

    /** Every answer from here on also goes to {@code listener}, for example to hold it against the OpenAPI document. */
    public HttpProbe observedBy(Consumer<HttpAnswer> listener) {
        return new HttpProbe(client, base, headers, listener);
    }

    public HttpAnswer get(String path) {
        return send("GET", path, null);
    }

    public HttpAnswer delete(String path) {
        return send("DELETE", path, null);
    }

    /** The body is a JSON text as it is when it is a {@code String}, else whatever Jackson makes of it. */
    public HttpAnswer post(String path, Object body) {
        return send("POST", path, body);
    }

    public HttpAnswer put(String path, Object body) {
        return send("PUT", path, body);
    }

    public HttpAnswer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    /** Without a body when {@code body} is null. */
    public HttpAnswer send(String method, String path, @org.jspecify.annotations.Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
        String text = body == null ? "" : body instanceof String json ? json : JSON.writeValueAsString(body);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text));
        HttpAnswer answer = new HttpAnswer(method, path, text, exchange(request.build()));
        observer.accept(answer);
        return answer;
    }

    public URI base() {
        return base;
    }

    /** The header this probe sends under a name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + request.uri(), stopped);
        }
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER);
    }
}
