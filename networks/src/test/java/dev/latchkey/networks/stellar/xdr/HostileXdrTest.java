package dev.latchkey.networks.stellar.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of strangers: the reader refuses with its one exception or gives a value that is written as exactly them. */
class HostileXdrTest {
    private final List<OracleCorpusTest.Case> corpus = OracleCorpusTest.corpus();

    @Property
    void anyBytesAreAValueOrRefused(@ForAll @Size(max = 400) byte[] bytes) {
        OracleTypes.DECODERS.keySet().forEach(type -> readsOrRefuses(type, bytes));
    }

    @Test
    void damagedValuesAreAValueOrRefused() {
        Random random = new Random(20_260_701);
        int accepted = 0;
        for (OracleCorpusTest.Case one : corpus) {
            byte[] xdr = Base64.getDecoder().decode(one.xdr());
            for (int i = 0; i < 60; i++) {
                if (readsOrRefuses(one.type(), Damage.of(xdr, random))) {
                    accepted++;
                }
            }
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    @Test
    void everyTruncationAndExtensionIsRefused() {
        for (OracleCorpusTest.Case one : corpus) {
            byte[] xdr = Base64.getDecoder().decode(one.xdr());
            for (int length = 0; length < Math.min(xdr.length, 300); length++) {
                refuses(one.type(), Arrays.copyOf(xdr, length));
            }
            refuses(one.type(), Arrays.copyOf(xdr, xdr.length + 4));
        }
    }

    @Test
    void deepNestingIsRefusedWithoutExhaustingTheStack() {
        // Lists of one list, half a million deep.
        XdrWriter out = new XdrWriter();
        for (int i = 0; i < 500_000; i++) {
            out.int32(16).int32(1).int32(1);
        }
        byte[] deep = out.toByteArray();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThatThrownBy(() -> XdrReader.decode(deep, ScVal::read))
                        .isInstanceOf(XdrException.class)
                        .hasMessageContaining("deeper"));
        ScVal allowed = ScVal.VOID;
        for (int i = 1; i < XdrReader.MAX_DEPTH; i++) {
            allowed = ScVal.vec(allowed);
        }
        assertThat(XdrReader.decode(allowed.toXdr(), ScVal::read)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 16, 17})
    void hugeLengthsAllocateNothing(int type) {
        byte[] claim = new XdrWriter().int32(type).int32(1).int32(0x7fff_fffc).toByteArray();
        byte[] opaque = new XdrWriter().int32(type).int32(0x7fff_fffc).int32(0).toByteArray();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            refuses("ScVal", claim);
            refuses("ScVal", opaque);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAAAQ", "AAAAAQ=", " AAAAAQ==", "AAAAAR==", "AAAA AQ==", "AAAAAQ==\n", "é"})
    void otherSpellingsOfBase64AreRefused(String base64) {
        assertThatThrownBy(() -> XdrReader.decodeBase64(base64, ScVal::read)).isInstanceOf(XdrException.class);
        assertThat(XdrReader.decodeBase64("AAAAAQ==", ScVal::read)).isEqualTo(ScVal.VOID);
    }

    private static boolean readsOrRefuses(String type, byte[] bytes) {
        try {
            XdrValue value = XdrReader.decode(bytes, OracleTypes.decoder(type));
            assertThat(value.toXdr()).as(type).isEqualTo(bytes);
            assertThat(value.hashCode()).isEqualTo(value.hashCode());
            return true;
        } catch (XdrException e) {
            return false;
        }
    }

    private static void refuses(String type, byte[] bytes) {
        assertThat(readsOrRefuses(type, bytes))
                .as("%s %s", type, Base64.getEncoder().encodeToString(bytes))
                .isFalse();
    }
}
