package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.RawClient;
import dev.latchkey.server.support.ServerUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that break the rules of HTTP itself: no second request is ever found inside of a first one. */
class ConnectionAttackTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    private static final String SMUGGLED = "POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private static ProjectUnderTest project;

    @BeforeAll
    static void open() {
        project = SERVER.project("connections");
    }

    @Test
    void aLengthAndChunksTogetherAreRefused() {
        String smuggled = smuggled("smuggled-by-length-and-chunks");
        for (String framing : List.of(
                "Content-Length: " + (smuggled.length() + 5) + "\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 6\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: xchunked\r\nContent-Length: 4",
                "Transfer-Encoding : chunked\r\nContent-Length: 4",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 4")) {
            String answer = exchange("POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + framing + "\r\n\r\n0\r\n\r\n" + smuggled);

            assertThat(answer).as(framing).startsWith("HTTP/1.1 400 ").doesNotContain(" 201 ", "smuggled-by");
            nobodyWasSmuggledIn(framing);
        }
    }

    @Test
    void lengthsThatAreNoLengthsAreRefused() {
        for (String length : List.of(
                "Content-Length: -1",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length: 5, 5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 99999999999999999999",
                "Content-Length: 1 1",
                "Content-Length: ")) {
            String answer = exchange("POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + length + "\r\n\r\n{}   " + smuggled("smuggled-by-length"));

            assertThat(answer).as(length).doesNotContain(" 200 ", " 201 ", " 500 ");
            nobodyWasSmuggledIn(length);
        }
    }

    @Test
    void brokenChunksEndTheConnection() {
        for (String chunks :
                List.of("zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n", "ffffffffffffffff\r\n{}\r\n0\r\n\r\n")) {
            String answer = exchange("POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + chunks + smuggled("smuggled-by-chunk"));

            assertThat(answer).as(chunks).doesNotContain(" 200 ", " 201 ", " 500 ");
            nobodyWasSmuggledIn(chunks);
        }
    }

    @Test
    void aHugeAnnouncedBodyIsRefusedWithoutBeingRead() {
        String answer =
                exchange("POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + project.key() + "\r\nContent-Length: 9000000000\r\n\r\n{\"authId\":");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("PAYLOAD_TOO_LARGE");
    }

    @Test
    void chunksBeyondTheLimitAreRefusedAndTheConnectionEnds() {
        StringBuilder request = new StringBuilder(
                        "POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
                .append("Authorization: Bearer ")
                .append(project.key())
                .append("\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 30; i++) {
            request.append("1000\r\n").append("x".repeat(4096)).append("\r\n");
        }
        String answer = exchange(request + "0\r\n\r\n" + smuggled("smuggled-after-chunks"));

        assertThat(answer).startsWith("HTTP/1.1 413 ").doesNotContain(" 201 ");
        nobodyWasSmuggledIn("chunks beyond the limit");
    }

    @Test
    void headersThatAreNoHeadersAreRefused() {
        for (String header : List.of(
                "X-Evil: a\rX-Other: b",
                "X-Evil\u0000: a",
                " X-Folded: a",
                "X Evil: a",
                "X-Evil",
                "X-Big: " + "x".repeat(20_000),
                "X: y\r\n".repeat(3000) + "X: y")) {
            String answer = exchange("GET /health HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n");

            assertThat(answer)
                    .as(header.substring(0, Math.min(40, header.length())))
                    .doesNotContain(" 200 ", " 500 ");
        }
        String answer = exchange("GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer).doesNotContain(" 200 ", " 500 ");
    }

    @Test
    void aClientsTextNeverStartsAHeaderOfOurs() {
        for (String target : List.of("/nowhere%0d%0aSet-Cookie:%20a=b", "/users?x=%0d%0aSet-Cookie:%20a=b")) {
            String answer =
                    exchange("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: a%0d%0ab\r\n"
                            + "Origin: https://x%0d%0aSet-Cookie: a=b\r\n\r\n");
            String headers = answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")));

            assertThat(headers).as(target).startsWith("HTTP/1.1 4").doesNotContainIgnoringCase("set-cookie");
        }
    }

    @Test
    void hundredsOfHalfOpenClientsKeepNobodyElseOut() {
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                RawClient client = RawClient.of(SERVER.port());
                slow.add(client);
                client.send(
                        i % 2 == 0
                                ? "GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "
                                : "POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                        + project.key() + "\r\nContent-Length: 90000\r\n\r\n{\"authId\":\"");
            }
            long begun = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                project.backend()
                        .post("/users/find-or-create", Map.of("authId", "brisk"))
                        .hasStatus(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            SERVER.anonymous().get("/ready").hasStatus(200);
        } finally {
            slow.forEach(RawClient::close);
        }
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInTheirOrder() {
        String answer = exchange(get("/health") + get("/nowhere") + lastGet("/openapi.json"));

        assertThat(answer).containsSubsequence("HTTP/1.1 200 ", "HTTP/1.1 404 ", "HTTP/1.1 200 ");
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String lastGet(String path) {
        return get(path).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    }

    private static String smuggled(String authId) {
        String body = "{\"authId\":\"" + authId + "\"}";
        return SMUGGLED + "Authorization: Bearer " + project.key() + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String exchange(String request) {
        return RawClient.exchange(SERVER.port(), request);
    }

    private static void nobodyWasSmuggledIn(String by) {
        assertThat(SERVER.database().queryLong("select count(*) from identity.users where auth_id like 'smuggled%'"))
                .as(by)
                .isZero();
    }
}
