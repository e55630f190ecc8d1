package dev.latchkey.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.AddressRange;
import dev.latchkey.platform.http.ClientAddress;
import dev.latchkey.platform.http.Cors;
import dev.latchkey.platform.http.HttpServer;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.http.RouteTable;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of captured mail: readable here, by nobody else. */
final class DevMailRoutesTest {

    private final TestClock clock = TestClock.at("2026-11-22T05:00:00Z");
    private final Mailbox mailbox = new Mailbox(clock);
    private final EmailService capture = new CapturingEmailService(mailbox, Optional::empty);
    private final LetterWriter writer = new LetterWriter(() ->
            new LetterWriter.Sender(new MailAddress("hello@app.example", "App"), URI.create("http://localhost:3000")));
    private HttpServer server;

    @BeforeEach
    void start() {
        RatePolicy policy = RatePolicy.fixed(100, Duration.ofMinutes(1));
        server = HttpServer.start(
                new HttpServer.Options(
                        "127.0.0.1",
                        0,
                        "/auth",
                        new Cors(true, List.of()),
                        new ClientAddress(List.of(AddressRange.parse("127.0.0.0/8"))),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5)),
                new RouteTable(new DevMailRoutes(mailbox).routes(), List.of()),
                List.of(),
                new RateRules(
                        new RateRules.Limits(false, policy, policy, policy, policy, policy, policy),
                        new MemoryRateLimitStore(),
                        clock),
                List.of(),
                List.of(),
                clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anEmptyMailboxSaysSo() {
        assertThat(probe().get("/dev/mail").hasStatus(200).body()).contains("No mail yet");
        assertThat(probe().get("/dev/mail.json").hasStatus(200).body()).isEqualTo("[]");
        probe().get("/dev/mail/1").hasStatus(404);
        probe().get("/dev/mail/x").hasStatus(404);
    }

    @Test
    void mailIsListedShownAndServedAsJson() throws Exception {
        send("email.verification", "Ada", "tok-1");
        send("email.instant_link", "Ada", "tok-2");
        assertThat(probe().get("/dev/mail").hasStatus(200).body())
                .contains("/dev/mail/1", "/dev/mail/2", "Verify your email address", "ada@example.com");
        HttpAnswer json = probe().get("/dev/mail.json").hasStatus(200);
        json.hasValue("/0/kind", "email.instant_link")
                .hasValue("/0/links/0", "http://localhost:3000/instant-link/verify?token=tok-2")
                .hasValue("/1/id", 1)
                .hasValue("/1/subject", "Verify your email address")
                .hasValue("/1/to", "ada@example.com");
        assertThat(probe().get("/dev/mail/1").hasStatus(200).body())
                .contains("href=\"http://localhost:3000/verify-email?token=tok-1\"", "sandbox=", "srcdoc=")
                .doesNotContain("allow-scripts", "allow-same-origin");
    }

    @Test
    void hostileWordsStayText() throws Exception {
        capture.send(new MailMessage(
                MailAddress.of("hello@app.example"),
                MailAddress.of("ada@example.com"),
                "<script>alert(1)</script>",
                "<script>alert(2)</script>\"><script>alert(3)</script>",
                "</pre><script>alert(4)</script>",
                "own",
                "r"));
        assertThat(probe().get("/dev/mail").hasStatus(200).body())
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(1)");
        assertThat(probe().get("/dev/mail/1").hasStatus(200).body())
                .doesNotContain("<script", "\"><script")
                .contains("alert(2)&lt;/script&gt;&quot;&gt;", "&lt;/pre&gt;&lt;script&gt;alert(4)");
    }

    @Test
    void onlyTheLastTwoHundredAreKept() throws Exception {
        for (int i = 0; i < Mailbox.CAPACITY + 5; i++) {
            send("email.verification", "Ada", "tok");
        }
        assertThat(mailbox.all()).hasSize(Mailbox.CAPACITY);
        probe().get("/dev/mail/5").hasStatus(404);
        probe().get("/dev/mail/6").hasStatus(200);
    }

    @Test
    void somebodyElsesMachinePageOrNameIsRefused() throws Exception {
        send("email.verification", "Ada", "tok-1");
        for (String path : List.of("/dev/mail", "/dev/mail/1", "/dev/mail.json")) {
            for (Map.Entry<String, String> header : List.of(
                    Map.entry("X-Forwarded-For", "192.0.2.7"),
                    Map.entry("Origin", "https://evil.example"),
                    Map.entry("Origin", "null"))) {
                probe().withHeader(header.getKey(), header.getValue())
                        .get(path)
                        .hasStatus(403)
                        .neverMentions("tok-1");
            }
            assertThat(rebound(path, "evil.example:8080"))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("tok-1");
            assertThat(rebound(path, "localhost:8080")).startsWith("HTTP/1.1 200");
            assertThat(rebound(path, "[::1]:8080")).startsWith("HTTP/1.1 200");
            probe().withHeader("Origin", "http://localhost:3000").get(path).hasStatus(200);
        }
    }

    /** A browser that was told that this address has another name. */
    private String rebound(String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void send(String kind, String name, String token) throws Exception {
        capture.send(writer.write(new Letter(kind, "ada@example.com", name, null, Map.of(), token), "ref"));
    }

    private HttpProbe probe() {
        return HttpProbe.ofPort(server.port());
    }
}
