package dev.latchkey.networks.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends requests and reads JSON answers. One deadline covers connecting, waiting and reading the whole body; a body
 * over the limit is not read further. Nothing is repeated here: that is for the caller, who knows what may happen twice.
 */
public final class NodeHttp {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient client;
    private final Duration timeout;
    private final int maxBytes;

    /**
     * @param timeout for one whole exchange
     * @param maxBytes of an answer's body
     */
    public NodeHttp(HttpClient client, Duration timeout, int maxBytes) {
        this.client = client;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
    }

    /** A client that fits nodes: HTTP/1.1, no redirects, connects within {@code connectTimeout}. */
    public static HttpClient client(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * A status and its body as JSON; a body of an error status that is not JSON counts as missing.
     *
     * @throws NodeException if there is no such answer
     */
    public JsonAnswer get(URI uri) {
        return send(
                HttpRequest.newBuilder(uri).header("Accept", "application/json").GET());
    }

    /** Like {@link #get}, with a body. */
    public JsonAnswer post(URI uri, String contentType, String body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The JSON that a text is, as answers are read. */
    static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new NodeException.BadAnswer("The answer is not JSON", e);
        }
    }

    private JsonAnswer send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = exchange(request.timeout(timeout).build());
        int status = response.statusCode();
        try {
            return new JsonAnswer(status, parse(response.body()));
        } catch (NodeException.BadAnswer e) {
            if (status / 100 == 2) {
                throw e;
            }
            return new JsonAnswer(status, MissingNode.getInstance());
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NodeException.NoAnswer("No answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException.NoAnswer("Interrupted while waiting for the answer", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private NodeException failure(@Nullable Throwable cause) {
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException) {
            return new NodeException.NotConnected("No connection to the node", cause);
        }
        if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains("body exceeds")) {
            return new NodeException.BadAnswer("The answer is over " + maxBytes + " bytes", cause);
        }
        return new NodeException.NoAnswer("The connection to the node broke", cause);
    }
}
