package dev.latchkey.platform.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server as a test needs it: line by line it answers what it was told to, and can switch to TLS when asked with
 * {@code STARTTLS}. Everything it hears is kept.
 */
final class SmtpFront implements AutoCloseable {

    final List<String> heard = new CopyOnWriteArrayList<>();
    /** What was heard after TLS began. */
    final List<String> heardInTls = new CopyOnWriteArrayList<>();

    private final ServerSocket listener;
    private final UnaryOperator<String> answers;
    private final @Nullable SSLContext tls;

    private SmtpFront(UnaryOperator<String> answers, @Nullable SSLContext tls) throws IOException {
        this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.answers = answers;
        this.tls = tls;
        Thread.ofVirtual().start(this::accept);
    }

    /** @param answers to a command's verb, such as {@code RCPT}; empty for the usual answer */
    static SmtpFront answering(UnaryOperator<String> answers) throws IOException {
        return new SmtpFront(answers, null);
    }

    static SmtpFront offeringTls(SSLContext tls) throws IOException {
        return new SmtpFront(verb -> "", tls);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            say(client.getOutputStream(), "220 front");
            converse(client, client.getInputStream(), client.getOutputStream(), heard);
        } catch (IOException gone) {
            heard.add("connection broken: " + gone.getMessage());
        }
    }

    private void converse(Socket socket, InputStream in, OutputStream out, List<String> log) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            log.add(line);
            String verb = line.split("[ :]")[0].toUpperCase(java.util.Locale.ROOT);
            String told = answers.apply(verb);
            if (verb.equals("STARTTLS") && tls != null) {
                say(out, "220 go ahead");
                SSLSocket secure =
                        (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                converse(secure, secure.getInputStream(), secure.getOutputStream(), heardInTls);
                return;
            }
            if (!told.isEmpty()) {
                say(out, told);
            } else if (verb.equals("EHLO")) {
                say(
                        out,
                        tls != null && !(socket instanceof SSLSocket)
                                ? "250-front\r\n250 STARTTLS"
                                : "250-front\r\n250 AUTH PLAIN");
            } else if (verb.equals("DATA")) {
                say(out, "354 go on");
                for (String text = lines.readLine(); text != null && !text.equals("."); text = lines.readLine()) {
                    log.add(text);
                }
                String accepted = answers.apply(".");
                say(out, accepted.isEmpty() ? "250 taken" : accepted);
            } else if (verb.equals("AUTH")) {
                say(out, "235 welcome");
            } else if (verb.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 fine");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
