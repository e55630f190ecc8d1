package dev.latchkey.identity.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An application on an origin of its own: one page, and the sign-in server behind {@code /auth}. */
public final class PageServer implements AutoCloseable {

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile @Nullable URI api;

    private PageServer(HttpServer server) {
        this.server = server;
    }

    public static PageServer start() {
        try {
            PageServer pages =
                    new PageServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            pages.server.createContext("/", PageServer::page);
            pages.server.createContext("/auth/", pages::forward);
            pages.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            pages.server.start();
            return pages;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where the sign-in server is. */
    public void forwardTo(URI address) {
        this.api = address;
    }

    /** Browsers know passkeys on localhost without https. */
    public URI origin() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }

    private static void page(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream page = PageServer.class.getResourceAsStream("/passkey/page.html")) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            Objects.requireNonNull(page).transferTo(exchange.getResponseBody());
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            Objects.requireNonNull(api).resolve(exchange.getRequestURI()))
                    .header("Content-Type", "application/json")
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(credential -> request.header("Authorization", credential));
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
