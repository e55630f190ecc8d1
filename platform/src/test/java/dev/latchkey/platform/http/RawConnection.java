package dev.latchkey.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection whose every byte a test writes itself. */
final class RawConnection implements AutoCloseable {

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    static RawConnection to(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(9_000);
            socket.setTcpNoDelay(true);
            return new RawConnection(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends text with {@code \n} for line ends; false when the server has closed the connection. */
    boolean send(String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        } catch (SocketException closed) {
            return false;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Everything until the server closes; fails when it does not within 9 seconds. */
    String readAll() {
        StringBuilder text = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
            }
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the server leaves the connection open; it said: " + text, open);
        } catch (SocketException closed) {
            // what came before counts
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
