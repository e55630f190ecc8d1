package dev.latchkey.server.demo;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
        DemoLedger ledger = new DemoLedger(client, stage.horizonUrl());
        DemoBackend backend = step(
                "A developer gets a project and a key",
                "POST /developers, /projects, /api-keys",
                () -> DemoBackend.create(client, stage.operatorToken()));
        step(
                "The project trusts its auth provider",
                "PUT /projects/{id}/auth-providers/…",
                () -> backend.trust(stage.issuerUrl(), stage.audience()));
        JsonNode issuer = signIn(backend, "treasury");
        JsonNode alice = signIn(backend, "alice");
        JsonNode bob = signIn(backend, "bob");
        step(
                "Signing in again finds the same wallet",
                "POST /auth/authenticate",
                () -> backend.signInAgain("alice", stage.idToken(), alice));
        step("The wallets appear on the ledger, reserves sponsored", "GET /wallets/{id}", () -> {
            backend.awaitOnLedger(issuer);
            backend.awaitOnLedger(alice);
            return backend.awaitOnLedger(bob);
        });
        Map<String, String> asset =
                step("The project adds the asset; trustlines follow", "POST /projects/{id}/assets", () -> {
                    Map<String, String> added = backend.addAsset(CODE, issuer);
                    ledger.awaitTrustline(alice, CODE);
                    ledger.awaitTrustline(bob, CODE);
                    return added;
                });
        DemoBackend.Payer treasury = backend.payer(issuer, asset);
        DemoBackend.Payer payer = backend.payer(alice, asset);
        step("The treasury pays Alice 100 " + CODE, "POST /transfers", () -> treasury.pay(alice, "100", "mint-1"));
        step(
                "Alice gets limits: 30 a payment, 50 a day",
                "POST /wallets/{id}/limits",
                () -> backend.limit(alice, 50, 30));
        JsonNode payment = step(
                "Alice, who has no XLM, pays Bob 25 " + CODE, "POST /transfers", () -> payer.pay(bob, "25", "lunch-1"));
        step(
                "The platform paid the fee",
                "Horizon GET /transactions/{hash}",
                () -> ledger.feePaidByPlatform(payment, alice));
        step(
                "The same idempotency key pays nothing twice",
                "POST /transfers",
                () -> payer.replay(bob, "25", "24", "lunch-1", payment));
        step(
                "40 " + CODE + " is over the limit of a payment: refused",
                "POST /transfers",
                () -> payer.refused(bob, "40", "LIMIT_PER_TX_EXCEEDED"));
        step(
                "26 " + CODE + " more is over the limit of the day: refused",
                "POST /transfers",
                () -> payer.refused(bob, "26", "LIMIT_DAILY_EXCEEDED"));
        step("Balances agree with the ledger", "GET /balances/wallet/{id}", () -> {
            backend.awaitBalance(alice, CODE, "75");
            ledger.checkBalance(alice, CODE, "75");
            backend.awaitBalance(bob, CODE, "25");
            return ledger.checkBalance(bob, CODE, "25");
        });
        JsonNode history =
                step("Bob reads his history", "GET /wallets/{id}/history", () -> backend.awaitHistory(bob, payment));
        history.values()
                .forEach(entry ->
                        out.println("        " + entry.path("description").asString("")));
        return new Ending(backend.key(), DemoClient.id(alice), DemoClient.id(bob), DemoClient.id(payment));
    }

    private JsonNode signIn(DemoBackend backend, String name) {
        return step(
                name + " signs in and has a wallet",
                "POST /auth/authenticate",
                () -> backend.signInFirst(name, stage.idToken()));
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
}
