package dev.latchkey.identity.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches over https from the public internet only: no plain http, no address of this machine or its networks, no
 * redirect, no large answer, no slow one. The address is checked on the very socket that connects, so a name that
 * resolves differently the second time gains nothing.
 */
final class GuardedFetcher implements DocumentFetcher {

    private static final int MAX_BYTES = 256 * 1024;

    private final Duration timeout;
    private final boolean anyAddress;

    /** @param anyAddress also plain http and private addresses: for development only */
    GuardedFetcher(Duration timeout, boolean anyAddress) {
        this.timeout = timeout;
        this.anyAddress = anyAddress;
    }

    @Override
    public byte[] fetch(URI address) throws IOException {
        if (!anyAddress && !"https".equals(address.getScheme())) {
            throw new IOException("only https addresses are asked");
        }
        return within(timeout, () -> get(address));
    }

    private byte[] get(URI address) throws IOException {
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
            if (connection.getResponseCode() != 200) {
                throw new IOException("answered " + connection.getResponseCode());
            }
            return body(connection);
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] body(HttpURLConnection connection) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream stream = connection.getInputStream()) {
            byte[] part = stream.readNBytes(MAX_BYTES + 1);
            if (part.length > MAX_BYTES) {
                throw new IOException("answered more than " + MAX_BYTES + " bytes");
            }
            body.write(part);
        }
        return body.toByteArray();
    }

    /** A peer that sends a byte now and then must not hold the caller longer than the timeout. */
    private static byte[] within(Duration timeout, Callable<byte[]> work) throws IOException {
        FutureTask<byte[]> task = new FutureTask<>(work);
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
            throw new IOException(String.valueOf(failed.getCause()), failed);
        }
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
