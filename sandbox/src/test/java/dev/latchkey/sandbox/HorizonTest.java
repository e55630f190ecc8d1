package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.Asset;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.BeginSponsoringFutureReservesOperation;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.EndSponsoringFutureReservesOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.Server;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.requests.ErrorResponse;
import org.stellar.sdk.requests.RequestBuilder;
import org.stellar.sdk.responses.AccountResponse;
import org.stellar.sdk.responses.SubmitTransactionResponse;
import org.stellar.sdk.responses.TransactionResponse;
import org.stellar.sdk.responses.effects.AccountCreditedEffectResponse;
import org.stellar.sdk.responses.effects.EffectResponse;
import org.stellar.sdk.responses.operations.OperationResponse;
import org.stellar.sdk.responses.operations.PaymentOperationResponse;
import tools.jackson.databind.JsonNode;

/** Horizon's shapes, read by the SDK's own client. */
class HorizonTest {
    private final TestNetwork network = new TestNetwork();
    private final Server server = new Server(network.sandbox.horizonUrl());
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        server.close();
        network.close();
    }

    @Test
    void anAccountIsReadByTheSdk() throws Exception {
        Asset usd = Asset.create(null, "USD", bob.getAccountId());
        network.apply(network.tx(alice, new ChangeTrustOperation.Builder(ChangeTrustAsset.create(usd), "100").build()));

        AccountResponse account = server.accounts().account(alice.getAccountId());

        assertThat(account.getSequenceNumber()).isEqualTo(network.sequence(alice));
        assertThat(account.getSubentryCount()).isEqualTo(1);
        assertThat(account.getBalances()).hasSize(2);
        assertThat(account.getBalances()[0].getLimit()).isEqualTo("100.0000000");
        assertThat(account.getBalances()[0].getAuthorized()).isTrue();
        assertThat(account.getBalances()[1].getBalance()).isEqualTo("99.9999900");
        assertThat(account.getThresholds().getHighThreshold()).isZero();
        assertThat(account.getSigners()[0].getKey()).isEqualTo(alice.getAccountId());
    }

    @Test
    void friendbotFundsOnce() {
        KeyPair carol = KeyPair.random();
        assertThat(network.get("/friendbot?addr=" + carol.getAccountId()).status())
                .isEqualTo(200);
        assertThat(network.balance(carol)).isEqualTo(TestNetwork.stroops("10000"));
        TestNetwork.Answer again = network.get("/friendbot?addr=" + carol.getAccountId());
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body().path("detail").asString()).isEqualTo("account already funded to starting balance");
        assertThat(network.get("/friendbot?addr=G").status()).isEqualTo(400);
    }

    @Test
    void aTransactionIsSubmittedAndFoundByTheSdk() throws Exception {
        Transaction payment = network.builder(alice)
                .memo("invoice 7")
                .operations(TestNetwork.pay(bob, "1"))
                .signedBy(alice);
        Thread.ofVirtual().start(() -> {
            while (network.sandbox.ledger().pendingTransactions() == 0) {
                Thread.onSpinWait();
            }
            network.sandbox.closeLedger();
        });
        SubmitTransactionResponse submitted = server.submitTransaction(payment, true);
        assertThat(submitted.isSuccess()).isTrue();
        assertThat(submitted.getHash()).isEqualTo(payment.hashHex());

        TransactionResponse found = server.transactions().transaction(payment.hashHex());
        assertThat(found.isSuccessful()).isTrue();
        assertThat(found.getMemo().toString()).isEqualTo("invoice 7");
        assertThat(found.getFeeCharged()).isEqualTo(100);
        assertThat(found.getEnvelopeXdr()).isEqualTo(payment.toEnvelopeXdrBase64());
        assertThat(org.stellar.sdk.xdr.TransactionMeta.fromXdrBase64(found.getResultMetaXdr())
                        .getV2()
                        .getOperations())
                .hasSize(1);
    }

    @Test
    void paymentsOperationsAndEffectsAreReadByTheSdk() throws Exception {
        network.apply(network.tx(alice, TestNetwork.pay(bob, "1")));
        ArrayList<OperationResponse> payments = server.payments()
                .forAccount(bob.getAccountId())
                .order(RequestBuilder.Order.DESC)
                .execute()
                .getRecords();
        assertThat(payments).hasSize(2);
        PaymentOperationResponse payment = (PaymentOperationResponse) payments.getFirst();
        assertThat(payment.getAmount()).isEqualTo("1.0000000");
        assertThat(payment.getFrom()).isEqualTo(alice.getAccountId());
        ArrayList<EffectResponse> effects = server.effects()
                .forTransaction(payment.getTransactionHash())
                .execute()
                .getRecords();
        assertThat(effects).hasSize(2);
        assertThat(((AccountCreditedEffectResponse) effects.getFirst()).getAccount())
                .isEqualTo(bob.getAccountId());
        assertThat(server.operations().operation(payment.getId()).getType()).isEqualTo("payment");
        assertThat(server.ledgers().execute().getRecords().getFirst().getSequence())
                .isEqualTo(1L);
        assertThat(server.feeStats().execute().getFeeCharged().getMode()).isEqualTo(100L);
        assertThat(server.root().getNetworkPassphrase()).isEqualTo(network.sandbox.passphrase());
        assertThat(server.assets().execute().getRecords()).isEmpty();
    }

    @Test
    void bothHashesOfAFeeBumpFindIt() throws Exception {
        Transaction inner = network.tx(alice, TestNetwork.pay(bob, "1"));
        var bump = network.bump(bob, inner, 400);
        network.apply(bump);
        TransactionResponse byOuter = server.transactions().transaction(bump.hashHex());
        TransactionResponse byInner = server.transactions().transaction(inner.hashHex());
        assertThat(byOuter.getFeeAccount()).isEqualTo(bob.getAccountId());
        assertThat(byOuter.getInner().orElseThrow().getHash()).isEqualTo(inner.hashHex());
        assertThat(byInner.getFeeBump().orElseThrow().getHash()).isEqualTo(bump.hashHex());
        assertThat(byInner.getHash()).isEqualTo(inner.hashHex());
        assertThat(byInner.getLedger()).isEqualTo(byOuter.getLedger());
    }

    @Test
    void pagesFollowTheirCursors() {
        for (int i = 0; i < 5; i++) {
            network.apply(network.tx(alice, TestNetwork.pay(bob, "1")));
        }
        String path = "/accounts/" + alice.getAccountId() + "/transactions?limit=2";
        List<String> hashes = new ArrayList<>();
        JsonNode page = network.get(path).body();
        while (!page.at("/_embedded/records").isEmpty()) {
            page.at("/_embedded/records")
                    .forEach(each -> hashes.add(each.path("hash").asString()));
            String next = page.at("/_links/next/href").asString();
            page = network.get(next.substring(network.sandbox.horizonUrl().length()))
                    .body();
        }
        assertThat(hashes).hasSize(6).doesNotHaveDuplicates();
        List<String> backwards =
                network.records("/accounts/" + alice.getAccountId() + "/transactions?order=desc&limit=200").stream()
                        .map(each -> each.path("hash").asString())
                        .toList();
        assertThat(backwards.reversed()).isEqualTo(hashes);
        assertThat(network.records("/transactions?cursor=now")).isEmpty();
    }

    @Test
    void failedTransactionsAreListedOnlyWhenAskedFor() {
        Transaction failing = network.tx(alice, TestNetwork.pay(bob, "1000"));
        network.apply(failing);
        String account = "/accounts/" + alice.getAccountId();
        assertThat(network.records(account + "/transactions")).hasSize(1);
        assertThat(network.records(account + "/transactions?include_failed=true"))
                .hasSize(2);
        assertThat(network.records(account + "/payments")).hasSize(1);
        assertThat(network.records("/transactions/" + failing.hashHex() + "/operations"))
                .hasSize(1);
    }

    @Test
    void ledgersShowWhatTheyHold() {
        LedgerReads.Transaction paid = network.apply(network.tx(alice, TestNetwork.pay(bob, "1")));
        String path = "/ledgers/" + paid.ledger();
        JsonNode ledger = network.get(path).body();
        assertThat(ledger.path("successful_transaction_count").asInt()).isEqualTo(1);
        assertThat(ledger.path("operation_count").asInt()).isEqualTo(1);
        assertThat(ledger.path("prev_hash").asString())
                .isEqualTo(network.get("/ledgers/" + (paid.ledger() - 1))
                        .body()
                        .path("hash")
                        .asString());
        assertThat(network.records(path + "/transactions")).hasSize(1);
        assertThat(network.records(path + "/payments")).hasSize(1);
        assertThat(network.get("/ledgers/9999").status()).isEqualTo(404);
    }

    @Test
    void sponsoredOperationsNameTheirSponsor() {
        KeyPair user = KeyPair.random();
        LedgerReads.Transaction made = network.apply(network.builder(alice)
                .operations(
                        new BeginSponsoringFutureReservesOperation.Builder(user.getAccountId()).build(),
                        new CreateAccountOperation.Builder(user.getAccountId(), "0").build(),
                        new EndSponsoringFutureReservesOperation(user.getAccountId()))
                .signedBy(alice, user));
        List<JsonNode> operations = network.records("/transactions/" + made.hash() + "/operations");
        assertThat(operations.get(1).path("sponsor").asString()).isEqualTo(alice.getAccountId());
        assertThat(operations.get(2).path("begin_sponsor").asString()).isEqualTo(alice.getAccountId());
        assertThat(network.records("/accounts?sponsor=" + alice.getAccountId()))
                .singleElement()
                .satisfies(account -> assertThat(account.path("id").asString()).isEqualTo(user.getAccountId()));
        assertThat(network.records("/accounts?signer=" + user.getAccountId())).hasSize(1);
        assertThat(network.records("/effects?limit=200").stream()
                        .map(each -> each.path("type").asString()))
                .contains("account_sponsorship_created");
    }

    @Test
    void assetsAreCounted() {
        Asset usd = Asset.create(null, "USD", bob.getAccountId());
        network.apply(network.tx(alice, new ChangeTrustOperation.Builder(ChangeTrustAsset.create(usd), "100").build()));
        network.apply(network.tx(bob, new PaymentOperation.Builder(alice.getAccountId(), usd, "7").build()));
        List<JsonNode> assets = network.records("/assets?asset_code=USD");
        assertThat(assets).hasSize(1);
        assertThat(assets.getFirst().at("/balances/authorized").asString()).isEqualTo("7.0000000");
        assertThat(network.records("/accounts?asset=USD:" + bob.getAccountId())).hasSize(1);
    }

    @Test
    void muxedDestinationsAreShownBesideTheAccount() {
        String muxed = org.stellar.sdk.AccountConverter.enableMuxed().decode(muxed(bob, 42));
        LedgerReads.Transaction paid = network.apply(
                network.tx(alice, new PaymentOperation.Builder(muxed, new AssetTypeNative(), "1").build()));
        JsonNode operation =
                network.records("/transactions/" + paid.hash() + "/operations").getFirst();
        assertThat(operation.path("to").asString()).isEqualTo(bob.getAccountId());
        assertThat(operation.path("to_muxed").asString()).isEqualTo(muxed);
        assertThat(operation.path("to_muxed_id").asString()).isEqualTo("42");
    }

    @Test
    void wrongRequestsAreAnsweredWithAProblem() {
        assertProblem(network.post("/transactions", "AAAA"), 400, "transaction_malformed");
        assertProblem(network.post("/transactions", "not base64!"), 400, "transaction_malformed");
        assertProblem(network.get("/accounts/GABC"), 400, "bad_request");
        assertProblem(network.get("/accounts/" + KeyPair.random().getAccountId()), 404, "not_found");
        assertProblem(network.get("/transactions?limit=0"), 400, "bad_request");
        assertProblem(network.get("/transactions?limit=201"), 400, "bad_request");
        assertProblem(network.get("/transactions?order=up"), 400, "bad_request");
        assertProblem(network.get("/transactions?cursor=x"), 400, "bad_request");
        assertProblem(network.get("/transactions/abc"), 400, "bad_request");
        assertProblem(network.get("/accounts"), 400, "bad_request");
        assertProblem(network.get("/claimable_balances/7"), 400, "bad_request");
        assertProblem(network.get("/nowhere"), 404, "not_found");
        assertProblem(
                network.send(HttpRequest.newBuilder(URI.create(network.sandbox.horizonUrl() + "/transactions"))
                        .DELETE()
                        .build()),
                405,
                "method_not_allowed");
        assertProblem(
                network.send(HttpRequest.newBuilder(URI.create(network.sandbox.horizonUrl() + "/transactions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build()),
                415,
                "unsupported_media_type");
        assertProblem(network.post("/transactions", "A".repeat(600_000)), 413, "payload_too_large");
    }

    @Test
    void envelopesThatLieAboutLengthsAreMalformed() {
        byte[] bytes = java.util.Base64.getDecoder()
                .decode(network.tx(alice, TestNetwork.pay(bob, "1")).toEnvelopeXdrBase64());
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 4);
        assertProblem(post(longer), 400, "transaction_malformed");
        for (int position = 0; position + 4 <= bytes.length; position += 4) {
            byte[] lying = bytes.clone();
            lying[position] = 0x7f;
            TestNetwork.Answer answer = network.post(
                    "/transactions_async", java.util.Base64.getEncoder().encodeToString(lying));
            assertThat(answer.status()).as("byte %d", position).isIn(400, 201, 409, 503);
        }
    }

    @Test
    void aSubmissionThatNoLedgerTakesTimesOut() {
        TestNetwork.Answer answer = network.post(
                "/transactions", network.tx(alice, TestNetwork.pay(bob, "1")).toEnvelopeXdrBase64());
        assertProblem(answer, 504, "timeout");
        assertThatThrownBy(() -> server.accounts().account(KeyPair.random().getAccountId()))
                .isInstanceOf(ErrorResponse.class);
    }

    private TestNetwork.Answer post(byte[] envelope) {
        return network.post("/transactions", java.util.Base64.getEncoder().encodeToString(envelope));
    }

    private static org.stellar.sdk.xdr.MuxedAccount muxed(KeyPair key, long id) {
        var med = new org.stellar.sdk.xdr.MuxedAccount.MuxedAccountMed25519();
        med.setId(dev.latchkey.sandbox.ledger.Xdr.uint64(id));
        med.setEd25519(key.getXdrPublicKey().getEd25519());
        var account = new org.stellar.sdk.xdr.MuxedAccount();
        account.setDiscriminant(org.stellar.sdk.xdr.CryptoKeyType.KEY_TYPE_MUXED_ED25519);
        account.setMed25519(med);
        return account;
    }

    private static void assertProblem(TestNetwork.Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("type").asString()).endsWith("/" + type);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("detail").asString()).isNotBlank();
    }
}
