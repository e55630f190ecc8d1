package dev.latchkey.server.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The application of the story: its backend with the project's key, and its app, in which people sign in. */
final class DemoBackend {

    private final DemoClient client;
    private final String projectId;
    private final String key;

    private DemoBackend(DemoClient client, String projectId, String key) {
        this.client = client;
        this.projectId = projectId;
        this.key = key;
    }

    /** A developer, a project and its first key, made by the operator. */
    static DemoBackend create(DemoClient client, String operator) {
        String suffix = Long.toHexString(System.nanoTime());
        JsonNode developer = client.post(
                        "/developers",
                        operator,
                        Map.of("email", "dev-" + suffix + "@example.com", "name", "Demo Developer"))
                .expect(201);
        JsonNode project = client.post(
                        "/projects",
                        operator,
                        Map.of("name", "Demo", "developerId", DemoClient.id(developer), "rateLimitRpm", 1000))
                .expect(201);
        String projectId = DemoClient.id(project);
        JsonNode issued = client.post("/api-keys", operator, Map.of("name", "demo", "projectId", projectId))
                .expect(201);
        return new DemoBackend(client, projectId, issued.get("plainTextKey").stringValue());
    }

    String key() {
        return key;
    }

    JsonNode trust(String issuer, String audience) {
        return client.put(
                        "/projects/" + projectId + "/auth-providers/OIDC",
                        key,
                        Map.of("issuer", issuer, "audiences", List.of(audience)))
                .expect(200);
    }

    /** The wallet of somebody who was never here before. */
    JsonNode signInFirst(String name, BiFunction<String, String, String> idToken) {
        JsonNode answer = signIn(name, idToken);
        DemoFailure.unless(answer.get("isNewUser").booleanValue(), name + " should be a new user");
        DemoFailure.unless(answer.get("isNewWallet").booleanValue(), name + " should have got a new wallet");
        return answer.get("wallet");
    }

    JsonNode signInAgain(String name, BiFunction<String, String, String> idToken, JsonNode wallet) {
        JsonNode answer = signIn(name, idToken);
        DemoFailure.unless(!answer.get("isNewUser").booleanValue(), name + " should be known by now");
        DemoFailure.unless(
                DemoClient.id(answer.get("wallet")).equals(DemoClient.id(wallet)),
                name + " should have the same wallet as before");
        return answer;
    }

    /** As the user's own app would: no project key, the provider's token proves who it is. */
    private JsonNode signIn(String name, BiFunction<String, String, String> idToken) {
        String subject = name + "-at-provider";
        String email = name + "@example.com";
        Map<String, String> body = Map.of(
                "authId", subject,
                "email", email,
                "displayName", name,
                "authProvider", "OIDC",
                "token", idToken.apply(subject, email));
        return client.post("/auth/authenticate", null, Map.of("X-Latchkey-Project", projectId), body)
                .expect(200);
    }

    JsonNode awaitOnLedger(JsonNode wallet) {
        return await("the account of a wallet", "/wallets/" + DemoClient.id(wallet), answer -> "CREATED"
                .equals(answer.get("ledgerStatus").stringValue()));
    }

    /** Adds the asset; answers it as payments name it. */
    Map<String, String> addAsset(String code, JsonNode issuer) {
        String address = issuer.get("publicKey").stringValue();
        client.post("/projects/" + projectId + "/assets", key, Map.of("code", code, "issuer", address))
                .expect(201);
        return Map.of("type", "CREDIT_ALPHANUM4", "code", code, "issuer", address);
    }

    JsonNode limit(JsonNode wallet, int daily, int perTransaction) {
        return client.post(
                        "/wallets/" + DemoClient.id(wallet) + "/limits",
                        key,
                        Map.of("dailyLimit", daily, "perTransactionLimit", perTransaction))
                .expect(201);
    }

    JsonNode awaitBalance(JsonNode wallet, String code, String amount) {
        BigDecimal expected = new BigDecimal(amount);
        return await(
                "a balance of " + amount + " " + code,
                "/balances/wallet/" + DemoClient.id(wallet),
                answer -> answer.get("balances").values().stream()
                        .anyMatch(row -> code.equals(row.path("assetCode").asString(""))
                                && new BigDecimal(row.get("balance").stringValue()).compareTo(expected) == 0));
    }

    JsonNode awaitHistory(JsonNode wallet, JsonNode payment) {
        return await(
                "the payment in the history",
                "/wallets/" + DemoClient.id(wallet) + "/history",
                answer -> answer.values().stream().anyMatch(entry -> DemoClient.id(payment)
                        .equals(entry.path("transactionId").asString(""))));
    }

    Payer payer(JsonNode wallet, Map<String, String> asset) {
        return new Payer(wallet, asset);
    }

    private JsonNode await(String what, String path, Predicate<JsonNode> fits) {
        return DemoClient.await(what, () -> client.get(path, key).expect(200), fits);
    }

    /** Somebody who pays in one asset. */
    final class Payer {
        private final JsonNode wallet;
        private final Map<String, String> asset;

        private Payer(JsonNode wallet, Map<String, String> asset) {
            this.wallet = wallet;
            this.asset = asset;
        }

        /** Pays and waits until the ledger has it. */
        JsonNode pay(JsonNode to, String amount, String idempotencyKey) {
            JsonNode accepted = transfer(to, amount, idempotencyKey).expect(201);
            JsonNode done = await("the payment", "/transactions/" + DemoClient.id(accepted), answer -> !List.of(
                            "PENDING", "SUBMITTED")
                    .contains(answer.get("status").stringValue()));
            DemoFailure.unless("CONFIRMED".equals(done.get("status").stringValue()), "the payment ended as " + done);
            return done;
        }

        /** The same key and body name the first payment; the same key with another body is refused. */
        JsonNode replay(JsonNode to, String amount, String otherAmount, String idempotencyKey, JsonNode payment) {
            JsonNode again = transfer(to, amount, idempotencyKey).expect(201);
            DemoFailure.unless(
                    DemoClient.id(again).equals(DemoClient.id(payment)),
                    "the same idempotency key made a second payment");
            transfer(to, otherAmount, idempotencyKey).expect(422);
            return again;
        }

        JsonNode refused(JsonNode to, String amount, String errorCode) {
            JsonNode refusal = transfer(to, amount, "refused-" + amount).expect(422);
            DemoFailure.unless(
                    errorCode.equals(refusal.path("errorCode").asString("")), "refused for another reason: " + refusal);
            return refusal;
        }

        private DemoClient.Answer transfer(JsonNode to, String amount, String idempotencyKey) {
            return client.post(
                    "/transfers",
                    key,
                    Map.of(
                            "senderWalletId",
                            DemoClient.id(wallet),
                            "receiverWalletId",
                            DemoClient.id(to),
                            "amount",
                            amount,
                            "asset",
                            asset,
                            "memo",
                            "demo",
                            "idempotencyKey",
                            idempotencyKey));
        }
    }
}
