package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What browsers of other origins are told (mux-api.md 1.1, auth-api.md 1). */
final class CorsTest {

    private static final String SHOP = "https://shop.example.com";

    private static HttpHouse house(Cors cors) {
        return HttpHouse.with(
                        HttpHouse.get("/things").handle(call -> Reply.noContent()),
                        HttpHouse.post("/things").handle(call -> Reply.noContent()))
                .cors(cors)
                .open();
    }

    private static HttpProbe from(HttpHouse house, String origin) {
        return house.probe().withHeader("Origin", origin);
    }

    @Test
    void aListedOriginMayReadAnswersWithCredentials() {
        try (HttpHouse house = house(new Cors(true, List.of(SHOP)))) {
            from(house, SHOP)
                    .get("/things")
                    .hasStatus(204)
                    .hasHeader("Access-Control-Allow-Origin", SHOP)
                    .hasHeader("Access-Control-Allow-Credentials", "true")
                    .hasHeader("Vary", "Origin")
                    .hasHeaderMatching("Access-Control-Expose-Headers", ".*x-ratelimit-remaining.*");
            from(house, SHOP).get("/unknown").hasStatus(404).hasHeader("Access-Control-Allow-Origin", SHOP);
        }
    }

    @Test
    void anyOtherOriginGetsNoPermission() {
        try (HttpHouse house = house(new Cors(true, List.of(SHOP)))) {
            for (String origin :
                    List.of("https://evil.example.com", "http://shop.example.com", SHOP + ".evil", "null")) {
                from(house, origin)
                        .get("/things")
                        .hasStatus(204)
                        .hasNoHeader("Access-Control-Allow-Origin")
                        .hasNoHeader("Access-Control-Allow-Credentials")
                        .hasHeader("Vary", "Origin");
            }
            house.probe().get("/things").hasNoHeader("Access-Control-Allow-Origin");
        }
    }

    @Test
    void aPreflightIsAnsweredWithoutTheHandler() {
        try (HttpHouse house = house(new Cors(true, List.of(SHOP)))) {
            from(house, SHOP)
                    .withHeader("Access-Control-Request-Method", "POST")
                    .send("OPTIONS", "/things", null)
                    .hasStatus(204)
                    .hasHeader("Allow", "OPTIONS, GET, POST")
                    .hasHeader("Access-Control-Allow-Origin", SHOP)
                    .hasHeaderMatching("Access-Control-Allow-Methods", ".*PATCH.*")
                    .hasHeaderMatching("Access-Control-Allow-Headers", ".*authorization.*idempotency-key.*")
                    .hasHeader("Access-Control-Max-Age", "600");
            from(house, "https://evil.example.com")
                    .send("OPTIONS", "/things", null)
                    .hasStatus(204)
                    .hasNoHeader("Access-Control-Allow-Methods");
        }
    }

    @Test
    void withoutAListAnyOriginMayReadButWithoutCredentials() {
        try (HttpHouse house = house(new Cors(true, List.of()))) {
            from(house, "https://any.example.com")
                    .get("/things")
                    .hasHeader("Access-Control-Allow-Origin", "*")
                    .hasNoHeader("Access-Control-Allow-Credentials");
        }
    }

    @Test
    void switchedOffNothingIsSaid() {
        try (HttpHouse house = house(new Cors(false, List.of(SHOP)))) {
            from(house, SHOP).get("/things").hasStatus(204).hasNoHeader("Access-Control-Allow-Origin");
            assertThat(from(house, SHOP).send("OPTIONS", "/things", null).header("Access-Control-Allow-Methods"))
                    .isEmpty();
        }
    }

    @Test
    void anyOriginMaySpeakAnOpenProtocolWithoutCredentials() {
        Route open = HttpHouse.post("/open").body(Note.class).openProtocol().handle(call -> Reply.noContent());
        Route ours = HttpHouse.post("/ours").body(Note.class).handle(call -> Reply.noContent());
        try (HttpHouse house =
                HttpHouse.with(open, ours).cors(new Cors(true, List.of(SHOP))).open()) {
            HttpProbe stranger = from(house, "https://stranger.example");
            for (HttpAnswer answer : List.of(
                    stranger.post("/open", Map.of("text", "a")).hasStatus(204),
                    stranger.post("/open", Map.of("text", 1)).hasStatus(400),
                    stranger.send("OPTIONS", "/open", null).hasStatus(204),
                    from(house, SHOP).post("/open", Map.of("text", "a")))) {
                answer.hasHeader("Access-Control-Allow-Origin", "*").hasNoHeader("Access-Control-Allow-Credentials");
            }
            stranger.post("/ours", Map.of("text", "a")).hasNoHeader("Access-Control-Allow-Origin");
            stranger.send("OPTIONS", "/ours", null).hasNoHeader("Access-Control-Allow-Origin");
        }
        try (HttpHouse house =
                HttpHouse.with(open).cors(new Cors(false, List.of())).open()) {
            from(house, SHOP).post("/open", Map.of("text", "a")).hasNoHeader("Access-Control-Allow-Origin");
        }
    }

    record Note(String text) {}
}
