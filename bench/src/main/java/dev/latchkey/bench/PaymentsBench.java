package dev.latchkey.bench;

import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** Payments from the first accepted to the last confirmed, on a sandbox that closes a ledger each second. */
final class PaymentsBench {

    private static final int PAYMENTS = 500;
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Stage stage;

    PaymentsBench(Stage stage) {
        this.stage = stage;
    }

    List<Figure> run() throws Exception {
        try (LoadClient client = new LoadClient(stage.port())) {
            JsonNode treasury = wallet(client, "bench-treasury");
            JsonNode receiver = wallet(client, "bench-receiver");
            onLedger(client, treasury);
            onLedger(client, receiver);
            String asset = asset(client, treasury, receiver);
            long begun = System.nanoTime();
            List<String> accepted = pay(treasury, receiver, asset);
            double acceptedPerSecond = PAYMENTS / ((System.nanoTime() - begun) / 1e9);
            List<Integer> ledgers = confirmed(client, accepted);
            double confirmedPerSecond = PAYMENTS / ((System.nanoTime() - begun) / 1e9);
            long distinct = ledgers.stream().distinct().count();
            return List.of(
                    Figure.alone("payments accepted (limits, balance, reservation)", acceptedPerSecond, "/s", ""),
                    Figure.alone("payments confirmed, end to end", confirmedPerSecond, "/s", ""),
                    Figure.alone("payments per ledger that held any", (double) PAYMENTS / distinct, "", ""));
        }
    }

    private JsonNode wallet(LoadClient client, String authId) throws IOException {
        return Json.read(
                        client.postExpecting(200, "/auth/authenticate", stage.key(), "{\"authId\":\"" + authId + "\"}"))
                .get("wallet");
    }

    private void onLedger(LoadClient client, JsonNode wallet) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!"CREATED"
                .equals(get(client, "/wallets/" + id(wallet))
                        .get("ledgerStatus")
                        .stringValue())) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("the wallet did not appear on the ledger");
            }
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    /** An asset of the treasury's own: an issuer never runs out, so the bench measures payments and not funding. */
    private String asset(LoadClient client, JsonNode treasury, JsonNode receiver) throws Exception {
        String issuer = treasury.get("publicKey").stringValue();
        client.postExpecting(
                201,
                "/projects/" + stage.projectId() + "/assets",
                stage.key(),
                "{\"code\":\"BNCH\",\"issuer\":\"" + issuer + "\"}");
        Instant deadline = Instant.now().plus(PATIENCE);
        while (get(client, "/balances/wallet/" + id(receiver)).get("balances").values().stream()
                .noneMatch(row -> "BNCH".equals(row.path("assetCode").asString("")))) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("the trustline did not appear on the ledger");
            }
            Thread.sleep(Duration.ofMillis(100));
        }
        return "{\"type\":\"CREDIT_ALPHANUM4\",\"code\":\"BNCH\",\"issuer\":\"" + issuer + "\"}";
    }

    private List<String> pay(JsonNode from, JsonNode to, String asset) throws Exception {
        List<String> ids = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<String>>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = PAYMENTS * i / THREADS;
                int last = PAYMENTS * (i + 1) / THREADS;
                parts.add(executor.submit(() -> pay(from, to, asset, first, last)));
            }
            for (Future<List<String>> part : parts) {
                ids.addAll(part.get());
            }
        }
        return ids;
    }

    private List<String> pay(JsonNode from, JsonNode to, String asset, int first, int last) throws IOException {
        List<String> ids = new ArrayList<>();
        try (LoadClient client = new LoadClient(stage.port())) {
            for (int i = first; i < last; i++) {
                String body = client.postExpecting(
                        201,
                        "/transfers",
                        stage.key(),
                        "{\"senderWalletId\":\"" + id(from) + "\",\"receiverWalletId\":\"" + id(to) + "\",\"asset\":"
                                + asset + ",\"amount\":\"0.01\",\"idempotencyKey\":\"bench-" + i + "\"}");
                ids.add(id(Json.read(body)));
            }
        }
        return ids;
    }

    /** Waits for all; answers the ledgers in which they are. */
    private List<Integer> confirmed(LoadClient client, List<String> ids) throws Exception {
        List<Integer> ledgers = new ArrayList<>();
        Instant deadline = Instant.now().plus(PATIENCE);
        for (String id : ids) {
            JsonNode transaction = get(client, "/transactions/" + id);
            while (!"CONFIRMED".equals(transaction.get("status").stringValue())) {
                if (Instant.now().isAfter(deadline)
                        || "FAILED".equals(transaction.get("status").stringValue())) {
                    throw new IOException("not confirmed: " + transaction);
                }
                Thread.sleep(Duration.ofMillis(20));
                transaction = get(client, "/transactions/" + id);
            }
            ledgers.add(transaction.get("stellarLedger").intValue());
        }
        return ledgers;
    }

    private JsonNode get(LoadClient client, String path) throws IOException {
        LoadClient.Answer answer = client.get(path, stage.key());
        if (answer.status() != 200) {
            throw new IOException(path + " answered " + answer);
        }
        return Json.read(answer.body());
    }

    private static String id(JsonNode node) {
        return node.get("id").stringValue();
    }
}
