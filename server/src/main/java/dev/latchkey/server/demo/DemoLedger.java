package dev.latchkey.server.demo;

import java.math.BigDecimal;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What the network itself says, asked without the server: the other side of every comparison. */
final class DemoLedger {

    private final DemoClient client;
    private final String horizonUrl;

    DemoLedger(DemoClient client, String horizonUrl) {
        this.client = client;
        this.horizonUrl = horizonUrl;
    }

    JsonNode awaitTrustline(JsonNode wallet, String code) {
        return DemoClient.await(
                "the trustline of a wallet",
                () -> account(wallet).get("balances"),
                balances -> balances.values().stream().anyMatch(isOf(code)));
    }

    JsonNode checkBalance(JsonNode wallet, String code, String amount) {
        JsonNode account = account(wallet);
        boolean agrees = account.get("balances").values().stream()
                .filter(isOf(code))
                .anyMatch(line -> balance(line).compareTo(new BigDecimal(amount)) == 0);
        DemoFailure.unless(agrees, "the ledger does not say " + amount + " " + code + ": " + account);
        return account;
    }

    JsonNode feePaidByPlatform(JsonNode payment, JsonNode sender) {
        String hash = payment.get("stellarHash").stringValue();
        JsonNode transaction =
                client.get(horizonUrl + "/transactions/" + hash, null).expect(200);
        String payer = transaction.get("fee_account").stringValue();
        DemoFailure.unless(!payer.equals(sender.get("publicKey").stringValue()), "the sender paid the fee");
        boolean noLumens = account(sender).get("balances").values().stream()
                .filter(line -> "native".equals(line.get("asset_type").stringValue()))
                .allMatch(line -> balance(line).signum() == 0);
        DemoFailure.unless(noLumens, "the sender should own no XLM");
        return transaction;
    }

    private JsonNode account(JsonNode wallet) {
        return client.get(horizonUrl + "/accounts/" + wallet.get("publicKey").stringValue(), null)
                .expect(200);
    }

    private static Predicate<JsonNode> isOf(String code) {
        return line -> code.equals(line.path("asset_code").asString(""));
    }

    private static BigDecimal balance(JsonNode line) {
        return new BigDecimal(line.get("balance").stringValue());
    }
}
