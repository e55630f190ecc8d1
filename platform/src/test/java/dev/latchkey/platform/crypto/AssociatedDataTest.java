package dev.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AssociatedDataTest {
    @Test
    void theEncodingIsLengthPrefixedAndTyped() {
        assertThat(Hex.of(AssociatedData.of("p").with("n", 258L).encoded()))
                .isEqualTo("00000007" + "707572706f7365" + "74" + "00000001" + "70" + "00000001" + "6e" + "6e"
                        + "00000008" + "0000000000000102");
    }

    @Test
    void valuesOfDifferentTypesWithTheSameBytesDiffer() {
        AssociatedData base = AssociatedData.of("p");
        UUID id = new UUID(1, 2);
        assertThat(base.with("n", 1L).encoded())
                .isNotEqualTo(
                        base.with("n", new byte[] {0, 0, 0, 0, 0, 0, 0, 1}).encoded());
        assertThat(base.with("n", id).encoded())
                .isNotEqualTo(base.with("n", Hex.bytes("00000000000000010000000000000002"))
                        .encoded());
        assertThat(base.with("n", "a").encoded())
                .isNotEqualTo(base.with("n", new byte[] {'a'}).encoded());
    }

    @Property(tries = 500)
    void differentFieldsNeverHaveTheSameEncoding(
            @ForAll @Size(max = 4) List<@StringLength(max = 3) String> a,
            @ForAll @Size(max = 4) List<@StringLength(max = 3) String> b) {
        Assume.that(!a.equals(b));
        assertThat(fields(a).encoded()).isNotEqualTo(fields(b).encoded());
    }

    private static AssociatedData fields(List<String> values) {
        AssociatedData data = AssociatedData.of("test");
        for (String value : values) {
            data = data.with("f", value);
        }
        return data;
    }
}
