package dev.latchkey.networks.stellar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StroopsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.0000000",
        "1, 10000000, 1.0000000",
        "0.0000001, 1, 0.0000001",
        "007.50, 75000000, 7.5000000",
        "922337203685.4775807, 9223372036854775807, 922337203685.4775807"
    })
    void decimalsAreReadAndWritten(String text, long units, String horizon) {
        assertThat(Stroops.parse(text)).isEqualTo(units);
        assertThat(Stroops.format(units)).isEqualTo(horizon);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1e3",
                ".5",
                "5.",
                "1.00000000",
                "0.00000001",
                "1,5",
                "٣",
                "0x10",
                "1 ",
                "922337203685.4775808",
                "9999999999999999999",
                "99999999999999999999999999",
                "NaN",
                "1_000"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Stroops.parse(text)).isInstanceOf(InvalidAmountException.class);
    }

    @Property
    void bothTextFormsReadBackToTheSameAmount(@ForAll @LongRange(min = 0) long units) {
        assertThat(Stroops.parse(Stroops.format(units))).isEqualTo(units);
        assertThat(Stroops.parse(Stroops.formatShort(units))).isEqualTo(units);
    }
}
