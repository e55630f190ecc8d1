package dev.latchkey.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.history.PageRequest;
import dev.latchkey.sandbox.ledger.LedgerState;
import dev.latchkey.sandbox.transaction.NetworkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

class RandomHistoryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void everyLedgerKeepsTheInvariantsAndAReplayLeadsToTheSameState(@ForAll long seed) throws IOException {
        Path file = Files.createTempFile("sandbox", ".journal");
        Files.delete(file);
        try {
            String state;
            String hash;
            try (StellarNetwork network = network(file)) {
                RandomHistory history = new RandomHistory(network, seed);
                history.begin();
                for (int ledger = 0; ledger < 40; ledger++) {
                    history.submitSome();
                    network.closeLedger();
                    Invariants.check(network);
                }
                state = network.read(RandomHistoryTest::stateHash);
                hash = network.read(snapshot -> snapshot.history().latest().hash());
                assertThat(successes(network))
                        .as("histories that do nothing prove nothing")
                        .isGreaterThan(10);
            }
            try (StellarNetwork replayed = network(file)) {
                String replayedState = replayed.read(RandomHistoryTest::stateHash);
                String replayedHash =
                        replayed.read(snapshot -> snapshot.history().latest().hash());
                String recomputed = replayed.read(snapshot -> recomputed(snapshot.state()));
                assertThat(replayedState).isEqualTo(state).isEqualTo(recomputed);
                assertThat(replayedHash).isEqualTo(hash);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static int successes(StellarNetwork network) {
        return network.read(snapshot -> snapshot.history()
                .transactions(null, new PageRequest(null, false, 10_000), transaction -> transaction.succeeded())
                .size());
    }

    private static String stateHash(StellarNetwork.Snapshot snapshot) {
        return HexFormat.of().formatHex(snapshot.state().stateHash());
    }

    /** The hash of the same entries put into an empty state: the running hash has not drifted. */
    private static String recomputed(LedgerState state) {
        LedgerState fresh = new LedgerState();
        state.entries()
                .forEach(entry ->
                        fresh.apply(java.util.Map.of(entry.key(), java.util.Optional.of(entry)), entry.lastModified()));
        return HexFormat.of().formatHex(fresh.stateHash());
    }

    private static StellarNetwork network(@Nullable Path file) {
        NetworkParameters parameters =
                new NetworkParameters(new NetworkId("Random Histories"), 21, 100, 5_000_000, 100, 1_795_000_000L);
        return new StellarNetwork(parameters, CLOCK, Duration.ZERO, new Faults(duration -> {}), file);
    }
}
