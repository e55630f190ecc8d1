package dev.latchkey.server.demo;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The main job, step by step, through public and operator routes only: a developer gets a project and a key, people sign
 * in through their provider, each has a wallet, one pays the other in an issued asset without owning any XLM, the
 * platform pays the fee, a payment over the limit is refused, and everything agrees with the ledger.
 */
public final class DemoStory {

    /**
     * Where the story plays.
     *
     * @param horizonUrl of the network on which the wallets live, to compare with
     * @param issuerUrl the identity provider's {@code iss}
     * @param idToken makes the provider sign a token for (subject, e-mail)
     */
    public record Stage(
            String baseUrl,
            String operatorToken,
            String horizonUrl,
            String issuerUrl,
            String audience,
            BiFunction<String, String, String> idToken) {}

    /** What is left on the stage when the story has ended, for curl lines. */
    public record Ending(String projectKey, String aliceWallet, String bobWallet, String transactionId) {}

    private static final String CODE = "EURD";

    private final Stage stage;
    private final PrintStream out;
    private int steps;

    public DemoStory(Stage stage, PrintStream out) {
        this.stage = stage;
        this.out = out;
    }

    /** Plays it; throws {@link DemoFailure} at the first check that does not hold. */
    public Ending play() {
        try (DemoClient client = new DemoClient(stage.baseUrl())) {
            return play(client);
        }
    }

    private Ending play(DemoClient client) {
        Project project = step(
                "A developer gets a project and a key",
                "POST /developers, /projects, /api-keys",
                () -> project(client));
        String key = project.key();
        String projectId = project.id();
        step(
                "The project trusts its auth provider",
                "PUT /projects/{id}/auth-providers/…",
                () -> provider(client, project));
        JsonNode issuer = signIn(client, projectId, "treasury");
        JsonNode alice = signIn(client, projectId, "alice");
        JsonNode bob = signIn(client, projectId, "bob");
        Map<String, String> asset = Map.of(
                "type",
                "CREDIT_ALPHANUM4",
                "code",
                CODE,
                "issuer",
                issuer.get("publicKey").stringValue());
        step(
                "Signing in again finds the same wallet",
                "POST /auth/authenticate",
                () -> again(client, projectId, alice));
        step("The wallets appear on the ledger, reserves sponsored", "GET /wallets/{id}", () -> {
            onLedger(client, key, issuer);
            onLedger(client, key, alice);
            return onLedger(client, key, bob);
        });
        step(
                "The project adds the asset; trustlines follow",
                "POST /projects/{id}/assets",
                () -> asset(client, key, projectId, issuer, alice, bob));
        step(
                "The treasury pays Alice 100 " + CODE,
                "POST /transfers",
                () -> pay(client, key, issuer, alice, "100", asset, "mint-1"));
        step("Alice gets limits: 30 a payment, 50 a day", "POST /wallets/{id}/limits", () -> client.post(
                        "/wallets/" + id(alice) + "/limits", key, Map.of("dailyLimit", 50, "perTransactionLimit", 30))
                .expect(201));
        JsonNode payment = step(
                "Alice, who has no XLM, pays Bob 25 " + CODE,
                "POST /transfers",
                () -> pay(client, key, alice, bob, "25", asset, "lunch-1"));
        step(
                "The platform paid the fee",
                "Horizon GET /transactions/{hash}",
                () -> feePaidByPlatform(client, payment, alice));
        step(
                "The same idempotency key pays nothing twice",
                "POST /transfers",
                () -> replay(client, key, alice, bob, asset, payment));
        step(
                "40 " + CODE + " is over the limit of a payment: refused",
                "POST /transfers",
                () -> refused(client, key, alice, bob, "40", asset, "LIMIT_PER_TX_EXCEEDED"));
        step(
                "26 " + CODE + " more is over the limit of the day: refused",
                "POST /transfers",
                () -> refused(client, key, alice, bob, "26", asset, "LIMIT_DAILY_EXCEEDED"));
        step("Balances agree with the ledger", "GET /balances/wallet/{id}", () -> {
            balance(client, key, alice, issuer, "75");
            return balance(client, key, bob, issuer, "25");
        });
        step("Bob reads his history", "GET /wallets/{id}/history", () -> history(client, key, bob, payment));
        return new Ending(key, id(alice), id(bob), id(payment));
    }

    private record Project(String id, String key) {}

    private Project project(DemoClient client) {
        String operator = stage.operatorToken();
        String suffix = Long.toHexString(System.nanoTime());
        JsonNode developer = client.post(
                        "/developers",
                        operator,
                        Map.of("email", "dev-" + suffix + "@example.com", "name", "Demo Developer"))
                .expect(201);
        JsonNode project = client.post(
                        "/projects",
                        operator,
                        Map.of("name", "Demo", "developerId", id(developer), "rateLimitRpm", 1000))
                .expect(201);
        JsonNode key = client.post("/api-keys", operator, Map.of("name", "demo", "projectId", id(project)))
                .expect(201);
        return new Project(id(project), key.get("plainTextKey").stringValue());
    }

    private JsonNode provider(DemoClient client, Project project) {
        return client.put(
                        "/projects/" + project.id() + "/auth-providers/OIDC",
                        project.key(),
                        Map.of("issuer", stage.issuerUrl(), "audiences", List.of(stage.audience())))
                .expect(200);
    }

    private JsonNode signIn(DemoClient client, String projectId, String name) {
        return step(name + " signs in and has a wallet", "POST /auth/authenticate", () -> {
            JsonNode answer = authenticate(client, projectId, name);
            check(answer.get("isNewUser").booleanValue(), name + " should be a new user");
            check(answer.get("isNewWallet").booleanValue(), name + " should have got a new wallet");
            return answer.get("wallet");
        });
    }

    /** As the user's own app would: no project key, the provider's token proves who it is. */
    private JsonNode authenticate(DemoClient client, String projectId, String name) {
        String email = name + "@example.com";
        return client.post(
                        "/auth/authenticate",
                        null,
                        Map.of("X-Latchkey-Project", projectId),
                        Map.of(
                                "authId",
                                name + "-at-provider",
                                "email",
                                email,
                                "displayName",
                                name,
                                "authProvider",
                                "OIDC",
                                "token",
                                stage.idToken().apply(name + "-at-provider", email)))
                .expect(200);
    }

    private JsonNode again(DemoClient client, String projectId, JsonNode alice) {
        JsonNode answer = authenticate(client, projectId, "alice");
        check(!answer.get("isNewUser").booleanValue(), "alice should be known by now");
        check(id(answer.get("wallet")).equals(id(alice)), "alice should have the same wallet as before");
        return answer;
    }

    private static JsonNode onLedger(DemoClient client, String key, JsonNode wallet) {
        return DemoClient.await(
                "the account of wallet " + id(wallet),
                () -> client.get("/wallets/" + id(wallet), key).expect(200),
                answer -> "CREATED".equals(answer.get("ledgerStatus").stringValue()));
    }

    private JsonNode asset(
            DemoClient client, String key, String projectId, JsonNode issuer, JsonNode alice, JsonNode bob) {
        String issuerKey = issuer.get("publicKey").stringValue();
        client.post("/projects/" + projectId + "/assets", key, Map.of("code", CODE, "issuer", issuerKey))
                .expect(201);
        trusts(client, alice);
        return trusts(client, bob);
    }

    private JsonNode trusts(DemoClient client, JsonNode wallet) {
        return DemoClient.await(
                "the trustline of wallet " + id(wallet),
                () -> account(client, wallet).get("balances"),
                balances -> balances.values().stream()
                        .anyMatch(line -> CODE.equals(line.path("asset_code").asString(""))));
    }

    private static JsonNode pay(
            DemoClient client,
            String key,
            JsonNode from,
            JsonNode to,
            String amount,
            Map<String, String> asset,
            String idempotencyKey) {
        JsonNode accepted =
                transfer(client, key, from, to, amount, asset, idempotencyKey).expect(201);
        JsonNode done = DemoClient.await(
                "payment " + id(accepted),
                () -> client.get("/transactions/" + id(accepted), key).expect(200),
                answer -> !"PENDING SUBMITTED".contains(answer.get("status").stringValue()));
        check("CONFIRMED".equals(done.get("status").stringValue()), "the payment ended as " + done);
        return done;
    }

    private static DemoClient.Answer transfer(
            DemoClient client,
            String key,
            JsonNode from,
            JsonNode to,
            String amount,
            Map<String, String> asset,
            String idempotencyKey) {
        return client.post(
                "/transfers",
                key,
                Map.of(
                        "senderWalletId",
                        id(from),
                        "receiverWalletId",
                        id(to),
                        "amount",
                        amount,
                        "asset",
                        asset,
                        "memo",
                        "demo",
                        "idempotencyKey",
                        idempotencyKey));
    }

    private JsonNode feePaidByPlatform(DemoClient client, JsonNode payment, JsonNode alice) {
        JsonNode transaction = client.get(
                        stage.horizonUrl() + "/transactions/"
                                + payment.get("stellarHash").stringValue(),
                        null)
                .expect(200);
        String payer = transaction.get("fee_account").stringValue();
        check(!payer.equals(alice.get("publicKey").stringValue()), "alice paid the fee herself");
        check(nativeBalance(account(client, alice)).signum() == 0, "alice should own no XLM");
        return transaction;
    }

    private static JsonNode replay(
            DemoClient client, String key, JsonNode alice, JsonNode bob, Map<String, String> asset, JsonNode payment) {
        JsonNode again =
                transfer(client, key, alice, bob, "25", asset, "lunch-1").expect(201);
        check(id(again).equals(id(payment)), "the same idempotency key made a second payment");
        transfer(client, key, alice, bob, "24", asset, "lunch-1").expect(422);
        return again;
    }

    private static JsonNode refused(
            DemoClient client,
            String key,
            JsonNode from,
            JsonNode to,
            String amount,
            Map<String, String> asset,
            String errorCode) {
        JsonNode refusal = transfer(client, key, from, to, amount, asset, "refused-" + amount)
                .expect(422);
        check(errorCode.equals(refusal.path("errorCode").asString("")), "refused for another reason: " + refusal);
        return refusal;
    }

    private JsonNode balance(DemoClient client, String key, JsonNode wallet, JsonNode issuer, String expected) {
        BigDecimal amount = new BigDecimal(expected);
        JsonNode known = DemoClient.await(
                "the balance of wallet " + id(wallet),
                () -> client.get("/balances/wallet/" + id(wallet), key).expect(200),
                answer -> answer.get("balances").values().stream()
                        .anyMatch(row -> CODE.equals(row.path("assetCode").asString(""))
                                && new BigDecimal(row.get("balance").stringValue()).compareTo(amount) == 0));
        String issuerKey = issuer.get("publicKey").stringValue();
        boolean agrees = account(client, wallet).get("balances").values().stream()
                .anyMatch(line -> issuerKey.equals(line.path("asset_issuer").asString(""))
                        && new BigDecimal(line.get("balance").stringValue()).compareTo(amount) == 0);
        check(agrees, "the ledger does not say " + expected + " for wallet " + id(wallet));
        return known;
    }

    private JsonNode history(DemoClient client, String key, JsonNode bob, JsonNode payment) {
        JsonNode history = DemoClient.await(
                "bob's history",
                () -> client.get("/wallets/" + id(bob) + "/history", key).expect(200),
                answer -> answer.values().stream().anyMatch(entry -> id(payment)
                        .equals(entry.path("transactionId").asString(""))));
        history.values()
                .forEach(entry ->
                        out.println("        " + entry.path("description").asString("")));
        return history;
    }

    private JsonNode account(DemoClient client, JsonNode wallet) {
        return client.get(
                        stage.horizonUrl() + "/accounts/"
                                + wallet.get("publicKey").stringValue(),
                        null)
                .expect(200);
    }

    private static BigDecimal nativeBalance(JsonNode account) {
        return account.get("balances").values().stream()
                .filter(line -> "native".equals(line.get("asset_type").stringValue()))
                .map(line -> new BigDecimal(line.get("balance").stringValue()))
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private <T> T step(String what, String request, Supplier<T> work) {
        long begun = System.nanoTime();
        T result;
        try {
            result = work.get();
        } catch (DemoFailure failure) {
            out.printf("  %2d  %-62s FAILED%n", steps + 1, what);
            throw failure;
        }
        steps++;
        out.printf("  %2d  %-62s %6d ms   %s%n", steps, what, (System.nanoTime() - begun) / 1_000_000, request);
        return result;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new DemoFailure(otherwise);
        }
    }

    private static String id(JsonNode node) {
        @Nullable JsonNode id = node.get("id");
        if (id == null) {
            throw new DemoFailure("an id is missing in " + node);
        }
        return id.stringValue();
    }
}
