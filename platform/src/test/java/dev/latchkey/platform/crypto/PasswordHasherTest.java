package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final HashGate GATE = new HashGate(2, 100, Duration.ofSeconds(30));
    private static final SecureRandom RANDOM = new SecureRandom();
    private final PasswordHasher hasher = new PasswordHasher(GATE, RANDOM, Argon2Parameters.DEFAULT);
    private final PasswordHasher cheap = new PasswordHasher(GATE, RANDOM, new Argon2Parameters(64, 1, 1));

    @AfterAll
    static void stop() {
        GATE.close();
    }

    @Test
    void newHashesHaveTheDocumentedCostAndVerify() {
        PasswordHash hash = hasher.hash("correct horse");
        assertThat(hash.phc()).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        PasswordHash stored = PasswordHash.parse(hash.phc());
        assertThat(hasher.verify("correct horse", stored)).isTrue();
        assertThat(hasher.verify("Correct horse", stored)).isFalse();
        assertThat(hasher.verify("", stored)).isFalse();
        assertThat(hasher.needsRehash(stored)).isFalse();
        assertThat(hasher.hash("correct horse").phc()).isNotEqualTo(hash.phc());
    }

    /** The test vectors of the Argon2 reference implementation; they need neither secret nor associated data. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
            })
    void hashesMadeElsewhereVerifyWhateverTheirCost(String phc) {
        PasswordHash hash = PasswordHash.parse(phc);
        assertThat(hasher.verify("password", hash)).isTrue();
        assertThat(hasher.verify("passwore", hash)).isFalse();
        assertThat(hasher.needsRehash(hash)).isTrue();
    }

    /** Both ways of verifying agree, so the raw function computes what the reference vectors prove of the other. */
    @ParameterizedTest
    @CsvSource({"64, 1, password", "256, 3, ''", "1024, 2, päss wörd \uD83D\uDD11"})
    void ourHashesAreTheOnesLibsodiumsOwnVerifierAccepts(int memoryKib, int passes, String password) {
        PasswordHasher other = new PasswordHasher(GATE, RANDOM, new Argon2Parameters(memoryKib, passes, 1));
        PasswordHash hash = other.hash(password);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Sodium.argon2idVerify(
                            arena.allocateFrom(hash.phc()), arena.allocateFrom(JAVA_BYTE, password.getBytes(UTF_8))))
                    .isTrue();
        }
        assertThat(hasher.verify(password, hash)).isTrue();
        assertThat(hasher.needsRehash(hash)).isTrue();
    }

    @Test
    void anUnknownUserCostsTheSameHashAndIsNeverAccepted() {
        assertThat(hasher.verify("correct horse", null)).isFalse();
        assertThat(hasher.verify("", null)).isFalse();
        PasswordHash stored = PasswordHash.parse(KNOWN);
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        // In turns and by the fastest, so that a busy machine slows both alike.
        for (int i = 0; i < 10; i++) {
            known = Math.min(known, nanos(() -> hasher.verify("wrong", stored)));
            unknown = Math.min(unknown, nanos(() -> hasher.verify("wrong", null)));
        }
        assertThat((double) unknown / known).isBetween(0.5, 2.0);
    }

    @Test
    void accentsAreTheSameHoweverTheyWereTyped() {
        PasswordHash hash = cheap.hash("pa\u0308ss");
        assertThat(cheap.verify("p\u00e4ss", hash)).isTrue();
        assertThat(cheap.verify("pa\u0308ss", hash)).isTrue();
        assertThat(cheap.verify("\uff50\u00e4ss", hash)).isFalse();
        StoredPassword uncomposed = ForeignHash.parse(UNCOMPOSED);
        assertThat(cheap.verify("pa\u0308ss", uncomposed)).isTrue();
        assertThat(cheap.verify("p\u00e4ss", uncomposed)).isFalse();
    }

    @Test
    void everyVerificationPassesTheGate() {
        HashGate closed = new HashGate(1, 1, Duration.ofSeconds(1));
        closed.close();
        PasswordHasher refused = new PasswordHasher(closed, RANDOM, Argon2Parameters.DEFAULT);
        assertThatThrownBy(() -> refused.hash("x")).isInstanceOf(BusyException.class);
        assertThatThrownBy(() -> refused.verify("x", null)).isInstanceOf(BusyException.class);
        assertThatThrownBy(() -> refused.verify("x", PasswordHash.parse(KNOWN))).isInstanceOf(BusyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2b$12$EXRkfkdmXn2gzds2SSituu",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=8,t=2,p=2$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHR$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4\n",
            })
    void whatIsNoArgon2idHashOrCostsTooMuchIsRefused(String phc) {
        assertThatThrownBy(() -> PasswordHash.parse(phc)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashesAreNotPrinted() {
        assertThat(cheap.hash("x")).hasToString("PasswordHash[Argon2Parameters[memoryKib=64, passes=1, lanes=1]]");
    }

    /** Of the decomposed spelling, by OpenSSL. */
    private static final String UNCOMPOSED = "pbkdf2_sha256$1000$seasalt$u0UxhrrK4ARWH61+lFti0igJslC5tMmmC/fbBr6crW4=";

    private static final String KNOWN =
            "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA" + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
