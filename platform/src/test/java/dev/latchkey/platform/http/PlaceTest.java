package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.json.Instants;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PlaceTest {

    @Test
    void aPlaceComesBackAsItWentOut() {
        Place place = new Place(Instant.parse("2026-05-30T12:00:00.123456Z"), UUID.randomUUID());
        assertThat(Place.parse(place.cursor())).isEqualTo(place);
    }

    @Test
    void whatIsNoPlaceIsRefused() {
        byte[] farAway = ByteBuffer.allocate(24).putLong(Long.MIN_VALUE).array();
        for (String cursor :
                List.of("", "nonsense", "====", Base64.getUrlEncoder().encodeToString(farAway), "A".repeat(40))) {
            assertThatThrownBy(() -> Place.parse(cursor))
                    .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.status())
                            .isEqualTo(400));
        }
    }

    @Test
    void momentsThatNobodyMeansAreRefused() {
        assertThat(Instants.parse("2026-05-30T12:00:00+02:00")).isEqualTo(Instant.parse("2026-05-30T10:00:00Z"));
        for (String text : List.of("+300000-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "0000-12-31T23:00:00Z")) {
            assertThatThrownBy(() -> Instants.parse(text)).isInstanceOf(DateTimeException.class);
        }
    }
}
