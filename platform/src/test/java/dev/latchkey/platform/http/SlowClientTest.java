package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that send too slowly, or stop in the middle, must not hold anything for long. */
final class SlowClientTest {

    record Note(String text) {}

    private HttpHouse house;

    @BeforeEach
    void open() {
        house = HttpHouse.with(
                        HttpHouse.post("/notes").body(Note.class).handle(call -> Reply.created(call.body(Note.class))),
                        HttpHouse.get("/notes").handle(call -> Reply.noContent()))
                .timeouts(Duration.ofMillis(600), Duration.ofMillis(1200))
                .open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aBodyThatStopsInTheMiddleIsTimedOut() {
        try (RawConnection raw = house.raw()) {
            raw.send(
                    "POST /notes HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 100\n\n{\"text\":");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 408 ").contains("REQUEST_TIMEOUT");
        }
    }

    @Test
    void aBodyThatTricklesIsTimedOutThoughItIsNeverSilent() {
        try (RawConnection raw = house.raw()) {
            raw.send("POST /notes HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 100\n\n");
            long begun = System.nanoTime();
            for (int i = 0; i < 40 && raw.send(" "); i++) {
                pause(100);
            }
            assertThat(raw.readAll()).startsWith("HTTP/1.1 408 ");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void aBodyMayComeAfterItsHeadersAndInParts() {
        try (RawConnection raw = house.raw()) {
            raw.send("""
                    POST /notes HTTP/1.1
                    Host: x
                    Connection: close
                    Content-Type: application/json
                    Content-Length: 14

                    """);
            pause(100);
            raw.send("{\"text\"");
            pause(100);
            raw.send(":\"one\"}");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 201 ").contains("one");
        }
    }

    @Test
    void requestsThatArriveTogetherKeepTheirOwnBodies() {
        String head = "Host: x\nContent-Type: application/json\nContent-Length: 14\n";
        try (RawConnection raw = house.raw()) {
            raw.send("POST /notes HTTP/1.1\n" + head + "\n{\"text\":\"one\"}"
                    + "POST /notes HTTP/1.1\nConnection: close\n" + head + "\n{\"text\":\"two\"}");
            assertThat(raw.readAll()).containsSubsequence("HTTP/1.1 201 ", "one", "HTTP/1.1 201 ", "two");
        }
    }

    @Test
    void aClientThatGoesAwayInTheMiddleHoldsNothing() {
        try (RawConnection raw = house.raw()) {
            raw.send("POST /notes HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 100\n\n{");
        }
        house.probe().get("/notes").hasStatus(204);
    }

    @Test
    void headersThatStopInTheMiddleAreCutOff() {
        try (RawConnection raw = house.raw()) {
            raw.send("GET /notes HTTP/1.1\nHost: x\nX-Half: ");
            assertThat(raw.readAll()).doesNotStartWith("HTTP/1.1 2");
        }
    }

    @Test
    void headersThatTrickleAreCutOffThoughTheyAreNeverSilent() {
        try (RawConnection raw = house.raw()) {
            raw.send("GET /notes HTTP/1.1\nHost: x\nX-Slow: ");
            long begun = System.nanoTime();
            int sent = 0;
            while (sent < 100 && raw.send("a")) {
                pause(100);
                sent++;
            }
            assertThat(sent).as("bytes accepted, one every 100 ms").isLessThan(60);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void aRequestLineThatTricklesIsCutOff() {
        try (RawConnection raw = house.raw()) {
            int sent = 0;
            raw.send("GET /");
            while (sent < 100 && raw.send("a")) {
                pause(100);
                sent++;
            }
            assertThat(sent).as("bytes accepted, one every 100 ms").isLessThan(60);
        }
    }

    @Test
    void aConnectionThatRestsBetweenRequestsMayRest() {
        try (RawConnection raw = house.raw()) {
            raw.send("GET /notes HTTP/1.1\nHost: x\n\n");
            pause(300);
            raw.send("GET /notes HTTP/1.1\nHost: x\nConnection: close\n\n");
            assertThat(raw.readAll().split("HTTP/1.1 204", -1)).hasSize(3);
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
