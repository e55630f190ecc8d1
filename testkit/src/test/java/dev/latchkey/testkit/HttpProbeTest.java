package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpProbeTest {
    private final HttpServer server;
    private final HttpProbe probe;

    HttpProbeTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", HttpProbeTest::echo);
        server.start();
        probe = HttpProbe.ofPort(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRecordTravelsAsJsonAndTheAnswerIsAskedByPointer() {
        probe.withBearer("token")
                .post("/echo?x=1", Map.of("amount", 7))
                .hasStatus(201)
                .hasHeader("x-request-id", "abc")
                .hasHeaderMatching("x-request-id", "[a-c]+")
                .hasNoHeader("x-other")
                .hasValue("/method", "POST")
                .hasValue("/path", "/echo?x=1")
                .hasValue("/authorization", "Bearer token")
                .hasValue("/contentType", "application/json")
                .hasValue("/body/amount", 7)
                .hasValue("/none", "null")
                .lacks("/missing")
                .neverMentions("secret");
    }

    @Test
    void failuresNameTheRequestAndShowTheAnswer() {
        HttpAnswer answer = probe.get("/echo");

        assertThatThrownBy(() -> answer.hasStatus(404))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /echo -> 201 {");
        assertThatThrownBy(() -> answer.hasValue("/method", "PUT")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> answer.lacks("/none")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> answer.text("/missing")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> answer.hasNoHeader("x-request-id")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> answer.neverMentions("abc")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(answer::hasNoBody).isInstanceOf(AssertionError.class);
    }

    @Test
    void cookiesAreKeptOnlyOnRequest() {
        HttpProbe browser = probe.withCookies();

        browser.get("/").hasValue("/cookie", "null");
        browser.get("/").hasValue("/cookie", "session=1");
        probe.get("/").hasValue("/cookie", "null");
        probe.withCookies().get("/").hasValue("/cookie", "null");
    }

    @Test
    void anObserverSeesEveryAnswer() {
        List<String> seen = new ArrayList<>();
        HttpProbe observed = probe.observedBy(answer -> seen.add(answer.method() + " " + answer.path()));

        observed.withHeader("x", "y").delete("/a");
        observed.put("/b", "{}");
        observed.patch("/c", "{\"x\":1}").hasValue("/body/x", 1);
        probe.get("/d");

        assertThat(seen).containsExactly("DELETE /a", "PUT /b", "PATCH /c");
    }

    private static void echo(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer = """
                {"method": "%s", "path": "%s", "authorization": %s, "contentType": %s, "cookie": %s, "body": %s, "none": null}
                """.formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        quoted(exchange, "Authorization"),
                        quoted(exchange, "Content-Type"),
                        quoted(exchange, "Cookie"),
                        body.isEmpty() ? "null" : body);
        exchange.getResponseHeaders().add("X-Request-Id", "abc");
        exchange.getResponseHeaders().add("Set-Cookie", "session=1; Path=/");
        exchange.sendResponseHeaders(201, 0);
        exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static String quoted(HttpExchange exchange, String header) {
        String value = exchange.getRequestHeaders().getFirst(header);
        return value == null ? "null" : "\"" + value + "\"";
    }
}
