package dev.latchkey.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive connection that sends and reads as cheaply as possible, so that on two cores the client takes little
 * from the server. Talks to loopback only.
 */
final class LoadClient implements AutoCloseable {

    /** An answer: its status and body. */
    record Answer(int status, String body) {}

    private final int port;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    LoadClient(int port) throws IOException {
        this.port = port;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
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
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
