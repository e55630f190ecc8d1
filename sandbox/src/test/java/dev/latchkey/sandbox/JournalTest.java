package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellar.sdk.KeyPair;

class JournalTest {
    private final Path folder;

    JournalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aRestartGoesOnWithTheSameLedger() {
        String before;
        int ledger;
        KeyPair alice;
        try (TestNetwork network = open()) {
            alice = network.funded("100");
            network.apply(network.tx(alice, TestNetwork.pay(network.root, "1")));
            network.apply(network.tx(alice, TestNetwork.pay(network.root, "1000")));
            network.clock.advance(Duration.ofSeconds(90));
            network.sandbox.closeLedger();
            before = network.sandbox.ledger().stateHash();
            ledger = network.sandbox.ledger().latestLedger();
        }
        try (TestNetwork network = open()) {
            assertThat(network.sandbox.ledger().stateHash()).isEqualTo(before);
            assertThat(network.sandbox.ledger().latestLedger()).isEqualTo(ledger);
            assertThat(network.sandbox.ledger().transactions(alice.getAccountId()))
                    .hasSize(3);
            assertThat(network.apply(network.tx(alice, TestNetwork.pay(network.root, "1")))
                            .successful())
                    .isTrue();
        }
    }

    @Test
    void aTornLastRecordIsCutOff() throws IOException {
        String before;
        long whole;
        try (TestNetwork network = open()) {
            network.funded("100");
            before = network.sandbox.ledger().stateHash();
            whole = Files.size(file());
            network.funded("100");
        }
        try (RandomAccessFile torn = new RandomAccessFile(file().toFile(), "rw")) {
            torn.setLength(torn.length() - 7);
        }
        try (TestNetwork network = open()) {
            assertThat(network.sandbox.ledger().stateHash()).isEqualTo(before);
            assertThat(Files.size(file())).isEqualTo(whole);
            network.funded("100");
        }
        try (TestNetwork network = open()) {
            assertThat(network.sandbox.ledger().latestLedger()).isEqualTo(3);
        }
    }

    @Test
    void aRecordDamagedInTheMiddleStopsTheStart() throws IOException {
        long middle;
        try (TestNetwork network = open()) {
            middle = Files.size(file()) + 30;
            network.funded("100");
            network.funded("100");
        }
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            damaged.seek(middle);
            int old = damaged.read();
            damaged.seek(middle);
            damaged.write(old ^ 1);
        }
        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("damaged");
    }

    @Test
    void anotherNetworksJournalIsRefused() {
        open().close();
        assertThatThrownBy(() -> new TestNetwork(
                        options -> options.withDataFolder(folder).withPassphrase("Another Network")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("other parameters");
    }

    @Test
    void oneProcessAtATimeWrites() {
        try (TestNetwork network = open()) {
            assertThat(network.sandbox.ledger().latestLedger()).isEqualTo(1);
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another");
        }
    }

    private Path file() {
        return folder.resolve("ledger.journal");
    }

    private TestNetwork open() {
        return new TestNetwork(options -> options.withDataFolder(folder));
    }
}
