package dev.latchkey.custody.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.latchkey.custody.key.KeyBinding;
import dev.latchkey.custody.key.KeyVault;
import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.custody.support.CustodyServer;
import dev.latchkey.custody.wallet.Wallets;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A seed the test knows is stored, signed with, mishandled; then everything the server has said, stored or left in its
 * heap is searched for it.
 */
class CanaryTest {

    @RegisterExtension
    final DatabaseExtension extension = CustodyHouse.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private final UUID project = UUID.randomUUID();
    private Path folder;
    private CustodyHouse house;
    private CustodyServer server;
    private Appender<ILoggingEvent> console;
    private FileAppender<ILoggingEvent> log;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary;
        house = new CustodyHouse(extension.database(), clock);
        server = house.listen(clock);
        console = root().getAppender("console");
        root().detachAppender(console);
        log = logEverythingTo(folder.resolve("log.txt"));
    }

    @AfterEach
    void close() {
        server.close();
        house.close();
        root().detachAppender(log);
        root().setLevel(Level.ERROR);
        root().addAppender(console);
        log.stop();
    }

    @Test
    void aSeedLeavesNoTraceInAnswersLogsExceptionsTheDatabaseOrTheHeap() throws IOException {
        UUID user = house.owners.active(project);
        UUID wallet = walletWithTheCanary(user);
        for (int i = 0; i < 200; i++) {
            house.custody.signTransaction(wallet, new byte[32]);
        }
        tellEverything(user, wallet);
        dumpDatabase("before.txt");
        failInEveryWay(wallet);
        dumpDatabase("after.txt");
        log.stop();
        byte[] control = marker(3);
        dumpHeap("heap.hprof");

        assertThat(ByteSearch.found(folder.resolve("heap.hprof"), Map.of("control", control)))
                .as("the search finds what is there")
                .containsExactly("control");
        assertThat(Files.size(folder.resolve("log.txt"))).isGreaterThan(1000);
        Map<String, byte[]> traces = new HashMap<>(Canary.traces());
        for (String file :
                List.of("heap.hprof", "log.txt", "answers.txt", "exceptions.txt", "before.txt", "after.txt")) {
            assertThat(ByteSearch.found(folder.resolve(file), traces)).as(file).isEmpty();
        }
        assertThat(Files.readString(folder.resolve("before.txt"))).contains(wallet.toString());
    }

    private UUID walletWithTheCanary(UUID user) {
        KeyVault vault = new KeyVault(house.cipher, house.memory());
        try (SecretMemory.Lease seed = Canary.seed(house.memory())) {
            SealedKey key = vault.seal(seed, UUID.randomUUID(), project, KeyBinding.WALLET, WalletNetwork.TESTNET);
            return new Wallets(house.database, vault, house.lifecycle)
                    .takeOver(user, key, Origin.SYSTEM)
                    .id();
        }
    }

    private void tellEverything(UUID user, UUID wallet) {
        HttpProbe backend = server.project(project).observedBy(answer -> note("answers.txt", answer.toString()));
        HttpProbe operator = server.operator().observedBy(answer -> note("answers.txt", answer.toString()));
        backend.get("/wallets").hasStatus(200);
        backend.get("/wallets/" + wallet).hasStatus(200);
        backend.get("/wallets/" + wallet + "/status").hasStatus(200);
        backend.get("/wallets/user/" + user).hasStatus(200);
        backend.get("/wallets/orchestration/user/" + user + "/TESTNET").hasStatus(200);
        backend.post("/wallets", Map.of("userId", user, "network", "TESTNET")).hasStatus(409);
        backend.post("/wallets/orchestration/create", Map.of("userId", user, "network", "TESTNET"))
                .hasStatus(200);
        backend.patch("/wallets/" + wallet, Map.of("status", "ACTIVE")).hasStatus(200);
        operator.get("/internal/key-management/audit").hasStatus(200);
        operator.get("/internal/key-management/audit/persistent").hasStatus(200);
        operator.get("/internal/key-management/statistics/detailed").hasStatus(200);
    }

    private void failInEveryWay(UUID wallet) {
        for (String damage : List.of(
                "network = 'MAINNET'",
                "network = 'TESTNET', envelope = set_byte(envelope, length(envelope) - 1, 0)",
                "envelope = substring(envelope from 1 for 20)",
                "envelope = '\\x'")) {
            extension.database().execute("update custody.keys set " + damage);
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> house.custody.signTransaction(wallet, new byte[32]))
                    .satisfies(failure -> note("exceptions.txt", stackTrace(failure)));
        }
    }

    /** Every row of every table of ours, as text. */
    private void dumpDatabase(String file) {
        List<String> tables = house.database.read(
                sql -> sql.createQuery("""
                        select table_schema || '.' || table_name from information_schema.tables
                        where table_schema in ('custody', 'platform')
                        """).mapTo(String.class).list());
        for (String table : tables) {
            house.database
                    .read(sql -> sql.createQuery("select t::text from " + table + " t")
                            .mapTo(String.class)
                            .list())
                    .forEach(row -> note(file, table + " " + row));
        }
    }

    private void dumpHeap(String file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpHeap(folder.resolve(file).toString(), false);
    }

    private void note(String file, String text) {
        try {
            Files.writeString(
                    folder.resolve(file),
                    text + "\n",
                    ISO_8859_1,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Bytes as random as a seed, which stay on the heap. */
    private static byte[] marker(int factor) {
        byte[] marker = new byte[32];
        for (int i = 0; i < marker.length; i++) {
            marker[i] = (byte) (i * i * factor + 77);
        }
        return marker;
    }

    private static FileAppender<ILoggingEvent> logEverythingTo(Path file) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(root().getLoggerContext());
        encoder.setPattern("%logger %msg %mdc %ex%n");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(root().getLoggerContext());
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        root().addAppender(appender);
        root().setLevel(Level.TRACE);
        return appender;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
