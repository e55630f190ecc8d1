package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Stopping lets running requests finish, for a while. */
final class StopTest {

    @Test
    void aRunningRequestFinishesBeforeTheServerIsGone() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch mayFinish = new CountDownLatch(1);
        HttpHouse house = HttpHouse.with(HttpHouse.get("/slow").handle(call -> {
                    inside.countDown();
                    await(mayFinish);
                    return Reply.ok("done");
                }))
                .open();
        AtomicReference<HttpAnswer> answer = new AtomicReference<>();
        Thread client = Thread.ofVirtual().start(() -> answer.set(house.probe().get("/slow")));
        await(inside);
        int port = house.server.port();
        Thread stop = Thread.ofVirtual().start(house::close);
        while (!house.server.isStopping()) {
            Thread.onSpinWait();
        }
        assertThat(stop.join(Duration.ofMillis(200)))
                .as("stopped in the middle of a request")
                .isFalse();
        mayFinish.countDown();
        client.join();
        stop.join();
        assertThat(answer.get()).isNotNull().satisfies(got -> got.hasStatus(200));
        assertThat(house.observed).containsExactly(200);
        assertThat(canConnect(port)).isFalse();
    }

    @Test
    void aRequestThatNeverEndsDoesNotHoldTheStopForEver() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        HttpHouse house = HttpHouse.with(HttpHouse.get("/stuck").handle(call -> {
                    inside.countDown();
                    await(new CountDownLatch(1));
                    return Reply.noContent();
                }))
                .stopTimeout(Duration.ofMillis(300))
                .open();
        Thread client = Thread.ofVirtual().start(() -> {
            try (RawConnection raw = house.raw()) {
                raw.send("GET /stuck HTTP/1.1\nHost: x\n\n");
                raw.readAll();
            }
        });
        await(inside);
        long begun = System.nanoTime();
        house.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        client.join();
    }

    @Test
    void anIdleConnectionDoesNotDelayTheStop() {
        HttpHouse house = HttpHouse.with(HttpHouse.get("/").handle(call -> Reply.noContent()))
                .stopTimeout(Duration.ofSeconds(30))
                .open();
        try (RawConnection raw = house.raw()) {
            raw.send("GET / HTTP/1.1\nHost: x\n\n");
            house.probe().get("/").hasStatus(204);
            long begun = System.nanoTime();
            house.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        }
    }

    private static boolean canConnect(int port) {
        try (RawConnection raw = RawConnection.to(port)) {
            return raw.send("GET / HTTP/1.1\nHost: x\n\n") && !raw.readAll().isEmpty();
        } catch (java.io.UncheckedIOException refused) {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
