package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class TestClockTest {
    @Test
    void timeStandsStillUntilItIsMoved() {
        TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
        Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

        assertThat(clock.instant()).isEqualTo("2026-05-30T12:00:00Z");
        clock.advance(Duration.ofDays(1));
        assertThat(clock.instant()).isEqualTo("2026-05-31T12:00:00Z").isEqualTo(elsewhere.instant());
        clock.set(Instant.EPOCH);
        assertThat(elsewhere.millis()).isZero();
    }
}
