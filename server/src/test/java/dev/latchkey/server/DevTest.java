package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.Child;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code latchkey dev} keeps everything in one folder, whatever happens to the process. */
class DevTest {

    /** The test asks often. */
    private static final Map<String, String> LIMITS =
            Map.of("RATE_LIMIT_RPM", "100000", "RATE_LIMIT_MAX_REQUESTS", "100000");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everythingIsStillThereAfterAKillAndNobodyElseGetsIn() throws IOException {
        Path data = folder.resolve("data");
        HttpAnswer signedIn;
        String horizon;
        String key;
        try (Child dev = dev(data)) {
            key = firstKey(dev);
            assertThat(Files.readString(data.resolve("first-key"))).isEqualTo(key + "\n");
            assertThat(mode(data.resolve("first-key"))).isEqualTo("rw-------");
            assertThat(mode(data.resolve("secrets.env"))).isEqualTo("rw-------");
            assertThat(mode(data)).isEqualTo("rwx------");
            HttpProbe backend = backend(dev, key);
            signedIn = backend.post("/auth/authenticate", Map.of("authId", "keeper"))
                    .hasStatus(200);
            awaitOnLedger(backend, signedIn);
            horizon = sandbox(dev);
            accountOf(horizon, signedIn).hasStatus(200);
            dev.kill();
        }
        try (Child dev = dev(data)) {
            dev.line("Project key: see");
            assertThat(dev.output()).doesNotContain(key);
            HttpProbe backend = backend(dev, key);
            backend.post("/auth/authenticate", Map.of("authId", "keeper"))
                    .hasStatus(200)
                    .hasValue("/isNewUser", false)
                    .hasValue("/isNewWallet", false)
                    .hasValue("/user/id", signedIn.text("/user/id"))
                    .hasValue("/wallet/publicKey", signedIn.text("/wallet/publicKey"))
                    .hasValue("/wallet/ledgerStatus", "CREATED");
            accountOf(sandbox(dev), signedIn).hasStatus(200);
            // The restarted server still opens its keys and reaches its ledger: a second wallet appears there.
            awaitOnLedger(
                    backend,
                    backend.post("/auth/authenticate", Map.of("authId", "newcomer"))
                            .hasStatus(200));

            try (Child second = Child.start(folder, Map.of(), "dev", "--port", "0", "--data", data.toString())) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.errors())
                        .contains(data.toString(), "is in use by another latchkey", "--data")
                        .doesNotContain("Exception");
            }
            dev.stop();
            assertThat(dev.exitCode()).isEqualTo(143);
            assertThat(dev.errors()).doesNotContain("ERROR", "Exception");
        }
        assertThat(data.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void aPortThatIsTakenIsSaidInASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Child dev = Child.start(
                        folder,
                        Map.of("HOST", "127.0.0.1"),
                        "dev",
                        "--port",
                        String.valueOf(taken.getLocalPort()),
                        "--data",
                        folder.resolve("other").toString())) {
            assertThat(dev.exitCode()).isNotZero();
            assertThat(dev.errors())
                    .contains(String.valueOf(taken.getLocalPort()), "PORT")
                    .doesNotContain("\tat ");
        }
    }

    private Child dev(Path data) {
        return Child.start(folder, LIMITS, "dev", "--port", "0", "--data", data.toString());
    }

    private static String firstKey(Child dev) {
        String line = dev.line("First project key");
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    private static HttpProbe backend(Child dev, String key) {
        String line = dev.line("Latchkey listens on ");
        String url = line.substring("Latchkey listens on ".length()).split(" ")[0];
        return HttpProbe.ofPort(URI.create(url).getPort()).withBearer(key);
    }

    private static String sandbox(Child dev) {
        String line = dev.line("Sandbox Stellar network: ");
        return line.substring("Sandbox Stellar network: ".length());
    }

    private static void awaitOnLedger(HttpProbe backend, HttpAnswer signedIn) {
        Await.until(
                () -> backend.get("/wallets/" + signedIn.text("/wallet/id")).hasStatus(200),
                wallet -> wallet.text("/ledgerStatus").equals("CREATED"));
    }

    private static HttpAnswer accountOf(String horizon, HttpAnswer signedIn) {
        return HttpProbe.of(URI.create(horizon)).get("/accounts/" + signedIn.text("/wallet/publicKey"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
