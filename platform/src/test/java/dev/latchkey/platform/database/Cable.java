package dev.latchkey.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cable between a pool and its database: it can be pulled out and put in again at the same port. */
final class Cable implements AutoCloseable {

    private final int target;
    private final int port;
    private final List<Socket> ends = new ArrayList<>();
    private @Nullable ServerSocket listener;

    Cable(int target) {
        this.target = target;
        this.port = plugIn(0);
    }

    int port() {
        return port;
    }

    void plugIn() {
        int again = plugIn(port);
        if (again != port) {
            throw new IllegalStateException("another port: " + again);
        }
    }

    private int plugIn(int wanted) {
        try {
            ServerSocket socket = new ServerSocket(wanted, 50, InetAddress.getLoopbackAddress());
            listener = socket;
            Thread.ofVirtual().start(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    synchronized void pullOut() {
        ServerSocket socket = listener;
        if (socket != null) {
            closeQuietly(socket);
        }
        ends.forEach(Cable::closeQuietly);
        ends.clear();
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket near = socket.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                synchronized (this) {
                    ends.add(near);
                    ends.add(far);
                }
                Thread.ofVirtual().start(() -> copy(near, far));
                Thread.ofVirtual().start(() -> copy(far, near));
            }
        } catch (IOException pulledOut) {
            // that is what it is for
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException pulledOut) {
            // that is what it is for
        }
    }

    private static void closeQuietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception gone) {
            // already gone
        }
    }

    @Override
    public void close() {
        pullOut();
    }
}
