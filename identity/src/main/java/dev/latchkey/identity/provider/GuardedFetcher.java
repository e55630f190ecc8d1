package dev.latchkey.identity.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Talks over https to the public internet only: no plain http, no address of this machine or its networks, no redirect,
 * no large answer, no slow one. The address is checked on the very socket that connects, so a name that resolves
 * differently the second time gains nothing.
 */
public final class GuardedFetcher implements DocumentFetcher {

    private static final int MAX_BYTES = 256 * 1024;

    private final Duration timeout;
    private final boolean anyAddress;

    /** @param anyAddress also plain http and private addresses: for development only */
    public GuardedFetcher(Duration timeout, boolean anyAddress) {
        this.timeout = timeout;
        this.anyAddress = anyAddress;
    }

    /** What came back, whatever its status; the body as UTF-8. */
    public record Answer(int status, String body) {}

    @Override
    public String fetch(URI address) throws IOException {
        Answer answer = get(address, Map.of());
        if (answer.status() != 200) {
            throw new IOException("answered " + answer.status());
        }
        return answer.body();
    }

    /** Asks with more headers. */
    public Answer get(URI address, Map<String, String> headers) throws IOException {
        return guarded(address, connection -> headers.forEach(connection::setRequestProperty));
    }

    /** Sends a form, once: what it holds may be good for one use. */
    public Answer post(URI address, Map<String, String> headers, Map<String, String> form) throws IOException {
        byte[] body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
        return post(address, headers, "application/x-www-form-urlencoded", body);
    }

    /** Sends JSON, once. */
    public Answer post(URI address, Map<String, String> headers, String json) throws IOException {
        return post(address, headers, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private Answer post(URI address, Map<String, String> headers, String contentType, byte[] body) throws IOException {
        return guarded(address, connection -> {
            headers.forEach(connection::setRequestProperty);
            connection.setRequestProperty("Content-Type", contentType);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream stream = connection.getOutputStream()) {
                stream.write(body);
            }
        });
    }

    /** Whether it would talk to such an address at all; what a name resolves to is seen on connecting only. */
    public boolean admits(URI address) {
        boolean scheme = "https".equalsIgnoreCase(address.getScheme())
                || (anyAddress && "http".equalsIgnoreCase(address.getScheme()));
        return scheme && address.getHost() != null && address.getUserInfo() == null && address.getFragment() == null;
    }

    @FunctionalInterface
    private interface Preparation {
        void prepare(HttpURLConnection connection) throws IOException;
    }

    private Answer guarded(URI address, Preparation preparation) throws IOException {
        if (!admits(address)) {
            throw new IOException("only https addresses are asked");
        }
        return within(timeout, () -> exchange(address, preparation));
    }

    private Answer exchange(URI address, Preparation preparation) throws IOException {
        if (!(address.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException("not an http address");
        }
        if (!anyAddress && connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(new PublicOnlySocketFactory(HttpsURLConnection.getDefaultSSLSocketFactory()));
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setRequestProperty("Accept", "application/json");
        try {
            preparation.prepare(connection);
            return new Answer(connection.getResponseCode(), body(connection));
        } catch (HttpRetryException unauthorized) {
            // A 401 to a body that was streamed: there is no other way to hear of it.
            return new Answer(unauthorized.responseCode(), "");
        } finally {
            connection.disconnect();
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        boolean failed = connection.getResponseCode() >= 400;
        try (InputStream stream = failed ? connection.getErrorStream() : connection.getInputStream()) {
            byte[] part = stream == null ? new byte[0] : stream.readNBytes(MAX_BYTES + 1);
            if (part.length > MAX_BYTES) {
                throw new IOException("answered more than " + MAX_BYTES + " bytes");
            }
            return new String(part, StandardCharsets.UTF_8);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A peer that sends a byte now and then must not hold the caller longer than the timeout. */
    private static Answer within(Duration timeout, Callable<Answer> work) throws IOException {
        FutureTask<Answer> task = new FutureTask<>(work);
        Thread worker = Thread.startVirtualThread(task);
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            worker.interrupt();
            throw new IOException("did not answer within " + timeout.toMillis() + " ms", slow);
        } catch (InterruptedException interrupted) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IOException(reason(failed.getCause()), failed);
        }
    }

    /** Administrators read it. */
    private static String reason(@Nullable Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "there is no such host";
        }
        return failure == null || failure.getMessage() == null ? "no connection" : failure.getMessage();
    }

    /** Layers TLS over sockets that refuse to connect to anything but public addresses. */
    private static final class PublicOnlySocketFactory extends SSLSocketFactory {

        private final SSLSocketFactory tls;

        PublicOnlySocketFactory(SSLSocketFactory tls) {
            this.tls = tls;
        }

        @Override
        public Socket createSocket() {
            return new PublicOnlySocket();
        }

        @Override
        public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
            return tls.createSocket(connected, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("sockets are connected by the guard only");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("sockets are connected by the guard only");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new IOException("sockets are connected by the guard only");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("sockets are connected by the guard only");
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }
    }

    private static final class PublicOnlySocket extends Socket {
        @Override
        public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
            boolean isPublic = endpoint instanceof InetSocketAddress inet
                    && inet.getAddress() != null
                    && PublicAddresses.isPublic(inet.getAddress());
            if (!isPublic) {
                throw new IOException("only addresses of the public internet are asked");
            }
            super.connect(endpoint, timeoutMillis);
        }
    }
}
