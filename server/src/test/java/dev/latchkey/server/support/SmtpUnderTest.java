package dev.latchkey.server.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that takes everything from everybody and keeps it (RFC 5321, RFC 4954). */
public final class SmtpUnderTest implements AutoCloseable {

    private final ServerSocket socket;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> logIns = new CopyOnWriteArrayList<>();

    public SmtpUnderTest() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Thread.ofVirtual().start(this::listen);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Headers and bodies as they came, the oldest first. */
    public List<String> mails() {
        return mails;
    }

    /** For whom, as whom and with which password somebody logged in, with spaces between. */
    public List<String> logIns() {
        return logIns;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = client.getOutputStream()) {
            say(out, "220 test");
            String line = in.readLine();
            while (line != null && !line.startsWith("QUIT")) {
                if (line.equals("DATA")) {
                    say(out, "354 go on");
                    mails.add(data(in));
                }
                say(out, answer(line));
                line = in.readLine();
            }
            say(out, "221 bye");
        } catch (IOException gone) {
            // the client went away
        }
    }

    private String answer(String line) {
        if (line.startsWith("EHLO")) {
            return "250-test\r\n250 AUTH PLAIN";
        }
        if (line.startsWith("AUTH PLAIN ")) {
            byte[] decoded = Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length()));
            logIns.add(new String(decoded, StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip());
            return "235 welcome";
        }
        return "250 fine";
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
