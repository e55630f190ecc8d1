package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request meets on its way to the handler, over real connections. */
final class RequestTest {

    record Thing(String name, @Nullable Integer size) {}

    private HttpHouse house;

    @BeforeEach
    void open() {
        Route echo = HttpHouse.get("/things/{id}").handle(call -> Reply.ok(Map.of("id", call.pathParameter("id"))));
        Route make = HttpHouse.post("/things").body(Thing.class).handle(call -> Reply.created(call.body(Thing.class)));
        Route perhaps =
                HttpHouse.post("/perhaps").optionalBody(Maybe.class).handle(call -> Reply.ok(call.body(Maybe.class)));
        Route locked = HttpHouse.post("/locked")
                .guard(Guard.PROJECT_KEY)
                .scope(Scope.USERS_READ)
                .body(Thing.class)
                .handle(call -> Reply.ok(call.body(Thing.class)));
        Route sign = Route.post("/auth/sign")
                .style(Style.AUTH)
                .guard(Guard.PUBLIC)
                .rate(RateClass.NONE)
                .body(Thing.class)
                .handle(call -> Reply.ok(call.body(Thing.class)));
        Route broken = HttpHouse.get("/broken").handle(call -> {
            throw new IllegalStateException("jdbc:postgresql://user:secret@host/db");
        });
        Route authBroken = Route.get("/auth/broken")
                .style(Style.AUTH)
                .guard(Guard.OPEN)
                .handle(call -> {
                    throw new IllegalStateException("secret");
                });
        house = HttpHouse.with(echo, make, perhaps, locked, sign, broken, authBroken)
                .open();
    }

    record Maybe(@Nullable String name) {}

    @Test
    void onlyOpenProtocolsTakeForms() {
        Route open = HttpHouse.post("/open")
                .body(Maybe.class)
                .openProtocol()
                .handle(call -> Reply.ok(call.body(Maybe.class)));
        Route ours = HttpHouse.post("/ours").body(Maybe.class).handle(call -> Reply.ok(call.body(Maybe.class)));
        try (HttpHouse forms = HttpHouse.with(open, ours).open()) {
            HttpProbe form =
                    forms.probe().withHeader("Content-Type", "application/x-www-form-urlencoded;charset=utf-8");
            form.post("/open", "name=a%2Bb+c%3D").hasStatus(200).hasValue("/name", "a+b c=");
            form.post("/open", "name").hasStatus(200).hasValue("/name", "");
            form.post("/open", "name=a&name=b").hasStatus(400);
            form.post("/open", "name=%zz").hasStatus(400);
            form.post("/ours", "name=a").hasStatus(415);
            forms.probe().post("/open", Map.of("name", "a")).hasStatus(200).hasValue("/name", "a");
        }
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anUnknownPathIsToldInTheFormOfItsContract() {
        HttpAnswer mux = house.probe()
                .withHeader("x-request-id", "abc")
                .get("/nothing/here?x=1")
                .hasStatus(404)
                .hasValue("/statusCode", 404)
                .hasValue("/timestamp", "2026-05-30T12:00:10.000Z")
                .hasValue("/path", "/nothing/here?x=1")
                .hasValue("/method", "GET")
                .hasValue("/message", "Cannot GET /nothing/here")
                .hasValue("/error", "Not Found")
                .hasValue("/code", "NOT_FOUND")
                .hasValue("/requestId", "abc");
        assertThat(mux.json().size()).isEqualTo(8);
        HttpAnswer auth = house.probe().get("/auth/nothing").hasStatus(404).hasValue("/code", "NOT_FOUND");
        assertThat(auth.json().propertyNames()).containsExactly("code", "message");
        house.probe().get("/authors").hasStatus(404).hasValue("/statusCode", 404);
    }

    @Test
    void anotherMethodIsAnsweredWithTheOnesThatWork() {
        house.probe()
                .delete("/things")
                .hasStatus(405)
                .hasHeader("Allow", "POST")
                .hasValue("/error", "Method Not Allowed");
        house.probe().send("BREW", "/things", null).hasStatus(405).hasHeader("Allow", "POST");
        house.probe().send("BREW", "/nowhere", null).hasStatus(404);
    }

    @Test
    void aBodyMustSayThatItIsJson() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "")) {
            house.probe()
                    .withHeader("Content-Type", type.isEmpty() ? "x" : type)
                    .post("/things", "{\"name\":\"a\"}")
                    .hasStatus(415)
                    .hasValue("/error", "Unsupported Media Type");
        }
        for (String type : List.of(
                "application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.x+json")) {
            house.probe()
                    .withHeader("Content-Type", type)
                    .post("/things", "{\"name\":\"a\"}")
                    .hasStatus(201);
        }
    }

    /** A proxy that keeps a path to itself does not know its other spellings. */
    @Test
    void aPathHasOneSpelling() {
        house.probe().post("/things/", "{\"name\":\"a\"}").hasStatus(201);
        for (String path : List.of("/things//", "/things///", "/./things")) {
            house.probe().post(path, "{\"name\":\"a\"}").hasStatus(404);
        }
    }

    @Test
    void whatIsNoJsonIsABadRequest() {
        for (String text : List.of(
                "{",
                "{\"name\":\"a\"",
                "{'name':'a'}",
                "{\"name\":\"a\"} x",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "nul")) {
            house.probe()
                    .post("/things", text)
                    .hasStatus(400)
                    .hasValue("/error", "Bad Request")
                    .hasValueMatching("/message", "Malformed JSON: (?s).*")
                    .neverMentions("Source")
                    .neverMentions("StreamRead");
        }
        house.probe().post("/things", "[1]").hasStatus(400).hasValue("/message", "body must be a JSON object");
        house.probe().post("/things", "[".repeat(5000)).hasStatus(400).neverMentions("StreamRead");
    }

    @Test
    void aMissingBodyIsToldUnlessItMayBeMissing() {
        house.probe().send("POST", "/things", null).hasStatus(400).hasValue("/message", "A JSON body is required");
        house.probe().send("POST", "/perhaps", null).hasStatus(200).hasValue("/name", "null");
        house.probe().post("/perhaps", "{\"name\":\"n\"}").hasStatus(200).hasValue("/name", "n");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedHoweverItIsSent() {
        String large = "{\"name\":\"" + "x".repeat(100_001) + "\"}";
        house.probe().post("/things", large).hasStatus(413).hasValue("/error", "Payload Too Large");
        try (RawConnection raw = house.raw()) {
            raw.send("POST /things HTTP/1.1\nHost: x\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n");
            for (int i = 0; i < 30 && raw.send("1000\n" + "x".repeat(4096) + "\n"); i++) {
                // until the server has had enough
            }
            assertThat(raw.readAll()).startsWith("HTTP/1.1 413 ");
        }
        house.probe()
                .post("/auth/sign", "{\"name\":\"" + "x".repeat(900_000) + "\"}")
                .hasStatus(200);
        house.probe()
                .post("/auth/sign", "{\"name\":\"" + "x".repeat(1_100_000) + "\"}")
                .hasStatus(413)
                .hasValue("/code", "PAYLOAD_TOO_LARGE");
        house.probe().get("/things/1").hasStatus(200);
    }

    @Test
    void theCredentialIsCheckedBeforeTheBody() {
        house.probe().post("/locked", "{").hasStatus(401);
        house.probe().withBearer(HttpHouse.KEY).post("/locked", "{").hasStatus(400);
        house.probe().withBearer("other").post("/locked", "{").hasStatus(401);
    }

    @Test
    void allViolationsComeTogether() {
        HttpAnswer answer =
                house.probe().post("/things", "{\"size\":\"1\",\"colour\":1}").hasStatus(400);
        assertThat(answer.json().get("message").isArray()).isTrue();
        assertThat(answer.json().get("message").size()).isEqualTo(3);
        house.probe()
                .post("/auth/sign", "{\"size\":\"1\",\"colour\":1}")
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR")
                .hasValue("/message", "name should not be empty; size must be an integer number");
    }

    @Test
    void anUnexpectedFailureShowsNothingOfItself() {
        house.probe()
                .get("/broken")
                .hasStatus(500)
                .hasValue("/message", "Internal server error")
                .neverMentions("secret")
                .neverMentions("jdbc");
        house.probe()
                .get("/auth/broken")
                .hasStatus(500)
                .hasValue("/code", "SERVER_ERROR")
                .neverMentions("secret");
    }

    @Test
    void headIsGetWithoutItsBody() {
        try (RawConnection raw = house.raw()) {
            raw.send("HEAD /things/7 HTTP/1.1\nHost: x\nConnection: close\n\n");
            String answer = raw.readAll();
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-length: 10");
        }
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        for (String path : List.of("/things/1", "/nothing", "/broken", "/auth/nothing")) {
            house.probe()
                    .get(path)
                    .hasHeader("X-Frame-Options", "DENY")
                    .hasHeader("X-Content-Type-Options", "nosniff")
                    .hasHeader("Referrer-Policy", "no-referrer")
                    .hasHeader("Cache-Control", "no-store")
                    .hasHeaderMatching("Strict-Transport-Security", "max-age=\\d+.*")
                    .hasHeaderMatching("Content-Security-Policy", "default-src 'none'.*")
                    .hasHeaderMatching("Permissions-Policy", ".+")
                    .hasHeader("Content-Type", "application/json; charset=utf-8")
                    .hasNoHeader("Server");
        }
    }

    @Test
    void aSaneRequestIdIsKeptAndAnyOtherReplaced() {
        house.probe().withHeader("x-request-id", "a.B_c-1").get("/things/1").hasHeader("x-request-id", "a.B_c-1");
        for (String odd : List.of("a b", "x".repeat(129), "ä", "a\"b", "")) {
            house.probe()
                    .withHeader("x-request-id", odd)
                    .get("/things/1")
                    .hasHeaderMatching("x-request-id", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}");
        }
        house.probe().get("/nothing").lacks("/requestId");
    }

    @Test
    void pathParametersAreDecodedOneByOne() {
        assertThat(id("a%20b")).isEqualTo("a b");
        assertThat(id("auth0%7C1%2F2")).isEqualTo("auth0|1/2");
        assertThat(id("a+b")).isEqualTo("a+b");
        assertThat(id("%C3%A4%E2%82%AC")).isEqualTo("ä€");
        assertThat(id("x;y=1")).isEqualTo("x;y=1");
        house.probe().get("/things%2F1").hasStatus(404);
    }

    @Test
    void aPathThatCannotBeDecodedIsABadRequest() {
        for (String path : List.of("/things/%", "/things/%zz", "/things/%2", "/things/a\\b", "/things/\u0001")) {
            try (RawConnection raw = house.raw()) {
                raw.send("GET " + path + " HTTP/1.1\nHost: x\nConnection: close\n\n");
                assertThat(raw.readAll()).as(path).matches("(?s)HTTP/1\\.1 (400|404) .*\"statusCode\":.*");
            }
        }
        assertThat(house.probe().get("/things/ok").status()).isEqualTo(200);
    }

    @Test
    void requestsThatAreNoHttpAreRefusedInOurForm() {
        for (String request : List.of(
                "GET /things/1 HTTP/1.1\n\n",
                "GET /things/1 HTTP/1.1\nHost: x\nbad header\n\n",
                "POST /things HTTP/1.1\nHost: x\nContent-Length: 1\nTransfer-Encoding: chunked\n\n",
                "POST /things HTTP/1.1\nHost: x\nContent-Length: -5\n\n",
                "GET /" + "a".repeat(10_000) + " HTTP/1.1\nHost: x\n\n",
                "GET /things/1 HTTP/1.1\nHost: x\nX-Long: " + "a".repeat(20_000) + "\n\n")) {
            try (RawConnection raw = house.raw()) {
                raw.send(request);
                String answer = raw.readAll();
                assertThat(answer).as(request).matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*");
                assertThat(answer).as(request).contains("\"statusCode\":").contains("X-Content-Type-Options: nosniff");
                assertThat(answer).as(request).doesNotContain("Exception").doesNotContain("helidon");
            }
        }
    }

    @Test
    void aPathLongerThanTwoThousandCharactersIsRefused() {
        house.probe().get("/things/" + "a".repeat(1900)).hasStatus(200);
        house.probe().get("/things/" + "a".repeat(2100)).hasStatus(414);
        house.probe().get("/auth/" + "a".repeat(2100)).hasStatus(414).lacks("/statusCode");
        house.probe().get("/things/1?q=" + "a".repeat(1900)).hasStatus(200);
    }

    private String id(String encoded) {
        HttpProbe probe = house.probe();
        return probe.get("/things/" + encoded).hasStatus(200).text("/id");
    }
}
