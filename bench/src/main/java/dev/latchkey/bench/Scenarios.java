package dev.latchkey.bench;

import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The measurements by name, in the order of the report. */
final class Scenarios {

    /** One measurement; it may give several figures. */
    interface Scenario {
        List<Figure> run() throws Exception;
    }

    private static final int THREADS = 8;
    private static final int USERS = 64;

    private final Stage stage;
    private final Floors floors;
    private final Duration warmUp;
    private final Duration measured;
    private final List<JsonNode> users = new ArrayList<>();

    Scenarios(Stage stage, Duration warmUp, Duration measured) {
        this.stage = stage;
        this.floors = new Floors(warmUp, measured);
        this.warmUp = warmUp;
        this.measured = measured;
    }

    Map<String, Scenario> all() {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        // The cheap and frequent first: they warm the compiler up for what is too slow to do it by itself.
        scenarios.put("returning", this::returningUsers);
        scenarios.put("new", this::newUsers);
        scenarios.put("user", this::currentUser);
        scenarios.put("authorize", this::authorize);
        scenarios.put("refresh", this::refresh);
        SignInBench signIns = new SignInBench(stage, floors, warmUp, measured);
        scenarios.put("wallet", signIns::wallets);
        scenarios.put("passkey", signIns::passkeys);
        scenarios.put("otp", signIns::codes);
        scenarios.put("login", this::login);
        scenarios.put("sign", this::signAndStore);
        scenarios.put("payments", this::payments);
        scenarios.put("start", this::startAndMemory);
        return scenarios;
    }

    private List<Figure> login() throws Exception {
        registered();
        double floor = floors.hashes();
        // At some 80 a second, the compiler needs that long to see what it sees in seconds elsewhere.
        double logins = Load.perSecond(THREADS, warmUp.multipliedBy(5), measured, worker -> {
            LoadClient client = new LoadClient(stage.port());
            AtomicInteger next = new AtomicInteger(worker);
            return () -> client.postExpecting(200, "/auth/login", "", credentials(next.getAndAdd(THREADS) % USERS));
        });
        return List.of(Figure.against("login", logins, "/s", floor, "bare libsodium Argon2id", "≥ 90 %"));
    }

    private List<Figure> currentUser() throws Exception {
        registered();
        String token = tokens().get("accessToken").stringValue();
        Exchange read = (client, path) -> client.get(path, token);
        double floor = bare("/user", read);
        double reads = rate(stage.port(), "/auth/user", read);
        return List.of(Figure.against("GET /auth/user", reads, "/s", floor, "bare Helidon with one SELECT", "≥ 60 %"));
    }

    /** One request, which the bare server gets as ours does, but for the path. */
    private interface Exchange {
        LoadClient.Answer with(LoadClient client, String path) throws IOException;
    }

    private double bare(String path, Exchange exchange) throws Exception {
        String user = users.getFirst().get("user").get("id").stringValue();
        String session = stage.value(
                "select id from identity.sessions where user_id = '" + user + "' and revoked_at is null limit 1");
        try (Child bare = Child.start(
                "dev.latchkey.bench.BareServer",
                List.of(stage.jdbcUrl(), user, session),
                Map.of(),
                Pattern.compile("bare server on ([0-9]+)"))) {
            return rate(bare.port(), path, exchange);
        }
    }

    /** In an organization with 1,000 policies about 100 permissions; session check and membership included. */
    private List<Figure> authorize() throws Exception {
        registered();
        String token = tokens().get("accessToken").stringValue();
        String organization = organization(token, 100);
        String question = "{\"orgId\":\"" + organization
                + "\",\"permission\":\"area:act7\",\"resource\":{\"owner\":\"somebody\"}}";
        Exchange asked = (client, path) -> client.post(path, token, question);
        double floor = bare("/session", asked);
        double decisions = rate(stage.port(), "/auth/authorize", asked);
        double spread = DecisionBench.p99(stage, organization, "area:act7", warmUp, measured);
        double crowded = DecisionBench.p99(stage, organization(token, 1), "area:act0", warmUp, measured);
        return List.of(
                Figure.against(
                        "authorize", decisions, "/s", floor, "bare Helidon with a body and one SELECT", "≥ 60 %"),
                Figure.alone(
                        "decision in process, 1,000 policies about 100 permissions, p99", spread, "ns", "< 50,000 ns"),
                Figure.alone("the same, all 1,000 about the permission asked for, p99", crowded, "ns", "< 50,000 ns"));
    }

    /** A new organization with 1,000 policies. */
    private String organization(String token, int permissions) throws Exception {
        try (LoadClient client = new LoadClient(stage.port())) {
            String organization = Json.read(
                            client.postExpecting(200, "/auth/orgs", token, "{\"name\":\"Bench " + permissions + "\"}"))
                    .get("id")
                    .stringValue();
            for (int i = 0; i < 1_000; i++) {
                String policy = "{\"name\":\"p\",\"effect\":\"deny\",\"permission\":\"area:act" + i % permissions
                        + "\",\"conditions\":{\"resource\":{\"owner\":{\"type\":\"equals\",\"value\":\"nobody\"}}}}";
                client.postExpecting(200, "/auth/orgs/" + organization + "/policies", token, policy);
            }
            return organization;
        }
    }

    private double rate(int port, String path, Exchange exchange) throws Exception {
        return Load.perSecond(THREADS, warmUp, measured, worker -> {
            LoadClient client = new LoadClient(port);
            return () -> {
                LoadClient.Answer answer = exchange.with(client, path);
                if (answer.status() != 200) {
                    throw new IOException(path + " answered " + answer);
                }
            };
        });
    }

    private List<Figure> refresh() throws Exception {
        registered();
        double floor = floors.transactions(stage.jdbcUrl(), THREADS);
        double refreshes = Load.perSecond(THREADS, warmUp, measured, worker -> {
            LoadClient client = new LoadClient(stage.port());
            String[] token = {login(client, worker % USERS).get("refreshToken").stringValue()};
            return () -> {
                String body = client.postExpecting(200, "/auth/refresh", "", "{\"refreshToken\":\"" + token[0] + "\"}");
                token[0] = Json.read(body).get("tokens").get("refreshToken").stringValue();
            };
        });
        return List.of(Figure.against(
                "refresh", refreshes, "/s", floor, "bare JDBC transaction, one UPDATE and one INSERT", "≥ 50 %"));
    }

    private List<Figure> returningUsers() throws Exception {
        try (LoadClient client = new LoadClient(stage.port())) {
            for (int i = 0; i < USERS; i++) {
                authenticate(client, "returning-" + i);
            }
        }
        double rate = Load.perSecond(THREADS, warmUp, measured, worker -> {
            LoadClient client = new LoadClient(stage.port());
            AtomicInteger next = new AtomicInteger(worker);
            return () -> authenticate(client, "returning-" + next.getAndAdd(THREADS) % USERS);
        });
        return List.of(Figure.alone("authenticate, returning users", rate, "/s", ""));
    }

    private List<Figure> newUsers() throws Exception {
        double rate = Load.perSecond(THREADS, warmUp, measured, worker -> {
            LoadClient client = new LoadClient(stage.port());
            return () -> authenticate(client, "new-" + UUID.randomUUID());
        });
        return List.of(Figure.alone("authenticate, new users with a wallet each", rate, "/s", ""));
    }

    private List<Figure> signAndStore() throws Exception {
        double floor = floors.signatures();
        return List.of(Figure.against(
                "decrypt, sign and store",
                new SigningBench(stage, warmUp, measured).perSecond(),
                "/s",
                floor,
                "bare Ed25519 signing",
                ""));
    }

    private List<Figure> payments() throws Exception {
        return new PaymentsBench(stage).run();
    }

    private List<Figure> startAndMemory() throws Exception {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(stage.restart().readyMilliseconds());
        }
        starts.sort(null);
        Thread.sleep(Duration.ofSeconds(10));
        double memory = stage.server().residentMebibytes();
        return List.of(
                Figure.alone("start to ready on an existing database", starts.get(1), "ms", "< 2,000 ms"),
                Figure.alone("resident memory, idle", memory, "MiB", "< 300 MiB"));
    }

    private void registered() throws Exception {
        if (users.isEmpty()) {
            try (LoadClient client = new LoadClient(stage.port())) {
                for (int i = 0; i < USERS; i++) {
                    users.add(stage.register(client, "user-" + i));
                }
            }
        }
    }

    private JsonNode tokens() throws IOException {
        try (LoadClient client = new LoadClient(stage.port())) {
            return login(client, 0);
        }
    }

    private static JsonNode login(LoadClient client, int user) throws IOException {
        return Json.read(client.postExpecting(200, "/auth/login", "", credentials(user)))
                .get("tokens");
    }

    private static String credentials(int user) {
        return "{\"email\":\"user-" + user + "@example.com\",\"password\":\"" + Stage.PASSWORD + "\"}";
    }

    private void authenticate(LoadClient client, String authId) throws IOException {
        client.postExpecting(200, "/auth/authenticate", stage.key(), "{\"authId\":\"" + authId + "\"}");
    }
}
