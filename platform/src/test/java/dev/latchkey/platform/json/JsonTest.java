package dev.latchkey.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final DateTimeFormatter REFERENCE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void aTimestampHasMillisecondsEvenWhenTheyAreZero() {
        assertThat(Json.timestamp(Instant.parse("2026-05-30T12:00:00Z"))).isEqualTo("2026-05-30T12:00:00.000Z");
        assertThat(Json.timestamp(Instant.parse("2026-01-02T03:04:05.006789Z"))).isEqualTo("2026-01-02T03:04:05.006Z");
    }

    @Property
    void anyInstantIsWrittenAsTheFormatterWouldWriteIt(
            @ForAll @LongRange(min = -70_000_000_000_000L, max = 300_000_000_000_000L) long milliseconds) {
        Instant instant = Instant.ofEpochMilli(milliseconds);

        assertThat(Json.timestamp(instant)).isEqualTo(REFERENCE.format(instant));
    }
}
