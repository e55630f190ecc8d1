package dev.latchkey.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One keep-alive connection that sends and reads as cheaply as possible, so that on two cores the client takes little
 * from the server. Talks to loopback only.
 */
final class LoadClient implements AutoCloseable {

    /** An answer: its status and body. */
    record Answer(int status, String body) {}

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[16 * 1024];

    LoadClient(int port) throws IOException {
        this.port = port;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    Answer get(String path, String bearer) throws IOException {
        return send("GET", path, bearer, "");
    }

    Answer post(String path, String bearer, String body) throws IOException {
        return send("POST", path, bearer, body);
    }

    /** As {@link #post}, and anything but {@code expected} ends the measurement. */
    String postExpecting(int expected, String path, String bearer, String body) throws IOException {
        Answer answer = post(path, bearer, body);
        if (answer.status() != expected) {
            throw new IOException("POST " + path + " answered " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Answer send(String method, String path, String bearer, String body) throws IOException {
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: localhost:")
                .append(port)
                .append("\r\n");
        if (!bearer.isEmpty()) {
            head.append("Authorization: Bearer ").append(bearer).append("\r\n");
        }
        if (payload.length > 0) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(payload.length)
                    .append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[start.length + payload.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(payload, 0, request, start.length, payload.length);
        out.write(request);
        out.flush();
        return read();
    }

    private Answer read() throws IOException {
        int end = 0;
        int bytes = 0;
        int length = -1;
        while (length < 0 || bytes < end + length) {
            if (bytes == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * bytes);
            }
            int read = in.read(buffer, bytes, buffer.length - bytes);
            if (read < 0) {
                throw new IOException("the server closed the connection");
            }
            bytes += read;
            if (length < 0) {
                end = endOfHead(bytes);
                length = end < 0 ? -1 : contentLength(end);
            }
        }
        int status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
        return new Answer(status, new String(buffer, end, length, StandardCharsets.UTF_8));
    }

    /** The index after the empty line; negative if there is none yet. */
    private int endOfHead(int bytes) {
        for (int i = 3; i < bytes; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int contentLength(int end) {
        for (int line = 0; line < end; line++) {
            if (buffer[line] == '\n' && line + CONTENT_LENGTH.length < end && isContentLength(line + 1)) {
                int length = 0;
                for (int i = line + 2 + CONTENT_LENGTH.length; buffer[i] >= '0'; i++) {
                    length = 10 * length + buffer[i] - '0';
                }
                return length;
            }
        }
        return 0;
    }

    private boolean isContentLength(int from) {
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            if ((buffer[from + i] | ' ') != CONTENT_LENGTH[i]) {
                return false;
            }
        }
        return true;
    }
}
