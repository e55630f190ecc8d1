package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stellar.sdk.KeyPair;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StreamTest {
    private final TestNetwork network = new TestNetwork();
    private final HttpClient http = HttpClient.newHttpClient();
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
        http.shutdownNow();
    }

    @Test
    void aStreamTellsWhatWasAndThenWhatComes() throws Exception {
        network.apply(network.tx(alice, TestNetwork.pay(bob, "1")));
        try (Stream<String> lines = open("/accounts/" + bob.getAccountId() + "/payments")) {
            Iterator<String> iterator = lines.iterator();
            List<String> ids = new ArrayList<>();
            ids.add(nextId(iterator));
            ids.add(nextId(iterator));
            LedgerReads.Transaction later = network.apply(network.tx(alice, TestNetwork.pay(bob, "2")));
            ids.add(nextId(iterator));
            String expected = network.records("/transactions/" + later.hash() + "/payments")
                    .getFirst()
                    .path("paging_token")
                    .asString();
            assertThat(ids).hasSize(3).doesNotHaveDuplicates().endsWith(expected);
        }
    }

    @Test
    void aStreamFromNowTellsOnlyWhatComes() throws Exception {
        try (Stream<String> lines = open("/transactions?cursor=now")) {
            Iterator<String> iterator = lines.iterator();
            LedgerReads.Transaction paid = network.apply(network.tx(alice, TestNetwork.pay(bob, "1")));
            nextId(iterator);
            String data = iterator.next();
            assertThat(data).startsWith("data: ").contains(paid.hash());
        }
    }

    @Test
    void ledgersStreamAsTheyClose() throws Exception {
        int latest = network.sandbox.ledger().latestLedger();
        try (Stream<String> lines = open("/ledgers?cursor=" + ((long) latest << 32))) {
            Iterator<String> iterator = lines.iterator();
            network.sandbox.closeLedger();
            assertThat(nextId(iterator)).isEqualTo(Long.toString((latest + 1L) << 32));
        }
    }

    private Stream<String> open(String path) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = http.send(
                HttpRequest.newBuilder(URI.create(network.sandbox.horizonUrl() + path))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static String nextId(Iterator<String> lines) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                return line.substring(4);
            }
        }
        throw new AssertionError("the stream ended");
    }
}
