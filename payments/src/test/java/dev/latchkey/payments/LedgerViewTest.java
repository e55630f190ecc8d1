package dev.latchkey.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.platform.database.Database;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Balances, history and assets over HTTP, with a real database and a sandbox ledger. */
final class LedgerViewTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private static final UUID PROJECT = UUID.randomUUID();
    private static final UUID OTHER_PROJECT = UUID.randomUUID();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private PaymentsHouse house;
    private HttpProbe key;

    @BeforeEach
    void open() {
        house = PaymentsHouse.open(databases.database().url(), clock);
        house.read();
        key = house.server().project(PROJECT);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** The main job's second half: an asset of a project, a payment in it, what both see of it. */
    @Test
    void walletsOfAProjectReceiveAndTellInItsAsset() {
        WalletFacts issuer = house.wallet(PROJECT);
        WalletFacts alice = house.wallet(PROJECT);
        house.names.put(alice.userId(), "alice");
        HttpAnswer added = key.post(assets(PROJECT), Map.of("code", "EURD", "issuer", issuer.publicKey()))
                .hasStatus(201)
                .hasValue("/projectId", PROJECT.toString())
                .hasValue("/network", "TESTNET")
                .hasValue("/code", "EURD")
                .hasValue("/issuer", issuer.publicKey());
        assertThat(audited("asset.added")).isEqualTo(1);
        WalletFacts bob = house.wallet(PROJECT);
        settle();

        pay(issuer, alice, issuer, "100");
        pay(alice, bob, issuer, "25");

        key.get(balances(alice))
                .hasStatus(200)
                .hasValue("/walletId", alice.id().toString())
                .hasValue("/balances/0/assetType", "NATIVE")
                .hasValue("/balances/0/balance", "0")
                .hasValue("/balances/1/assetType", "CREDIT_ALPHANUM4")
                .hasValue("/balances/1/assetCode", "EURD")
                .hasValue("/balances/1/balance", "75")
                .hasValue("/balances/1/syncStatus", "SYNCED")
                .lacks("/balances/2");
        key.get(balances(bob) + "/asset?assetType=CREDIT_ALPHANUM4&assetCode=EURD&assetIssuer=" + issuer.publicKey())
                .hasStatus(200)
                .hasValue("/balance/balance", "25");
        key.get(balances(bob) + "?assetType=NATIVE")
                .hasValue("/balances/0/assetType", "NATIVE")
                .lacks("/balances/1");
        key.get(balances(issuer)).hasValue("/balances/0/assetType", "NATIVE").lacks("/balances/1");

        HttpAnswer history = key.get("/wallets/" + bob.id() + "/history").hasStatus(200);
        history.hasValue("/0/kind", "PAYMENT_RECEIVED")
                .hasValue("/0/direction", "IN")
                .hasValue("/0/amount", "25")
                .hasValue("/0/assetCode", "EURD")
                .hasValue("/0/counterparty/walletId", alice.id().toString())
                .hasValue("/0/counterparty/userId", alice.userId().toString())
                .hasValueMatching("/0/description", "Received 25 EURD from alice \\(G...….{4}\\)")
                .hasValueMatching("/0/transactionId", "[0-9a-f-]{36}")
                .hasValueMatching("/0/stellarHash", "[0-9a-f]{64}")
                .hasValue("/1/kind", "TRUSTLINE_ADDED")
                .hasValue("/2/kind", "ACCOUNT_CREATED")
                .lacks("/3");
        key.get("/wallets/" + alice.id() + "/history")
                .hasValue("/0/kind", "PAYMENT_SENT")
                .hasValue("/0/direction", "OUT")
                .hasValueMatching("/0/description", "Sent 25 EURD to user " + bob.userId() + " \\(.*\\)");

        key.delete(assets(PROJECT) + "/" + added.text("/id")).hasStatus(200).hasValue("/code", "EURD");
        assertThat(audited("asset.removed")).isEqualTo(1);
        WalletFacts carol = house.wallet(PROJECT);
        settle();
        key.get(balances(carol)).hasValue("/balances/0/assetType", "NATIVE").lacks("/balances/1");
        key.get(balances(bob)).hasValue("/balances/1/balance", "25");
    }

    @Test
    void aHistoryIsReadPageByPage() {
        WalletFacts alice = house.wallet(PROJECT);
        settle();
        for (int i = 1; i <= 4; i++) {
            house.fund(alice, i);
        }

        HttpAnswer first =
                key.get("/wallets/" + alice.id() + "/history?limit=3").hasStatus(200);
        first.hasValue("/0/amount", "4").hasValue("/2/amount", "2").lacks("/3");
        String next = first.header("Link").orElseThrow();
        assertThat(next).endsWith(">; rel=\"next\"");

        HttpAnswer second = key.get(next.substring(1, next.indexOf('>'))).hasStatus(200);
        second.hasValue("/0/amount", "1").hasValue("/1/kind", "ACCOUNT_CREATED").lacks("/2");
        second.hasNoHeader("Link");
        key.get("/wallets/" + alice.id() + "/history?cursor=yesterday").hasStatus(400);
        key.get("/wallets/" + alice.id() + "/history?limit=0").hasStatus(400);
    }

    @Test
    void foreignAndUnknownWalletsAreNotFound() {
        WalletFacts foreign = house.wallet(OTHER_PROJECT);
        for (String id :
                new String[] {foreign.id().toString(), UUID.randomUUID().toString(), "nonsense"}) {
            String text = "Wallet with ID " + id + " not found";
            String path = "/balances/wallet/" + id;
            key.get(path).hasStatus(404).hasValue("/message", text);
            key.get(path + "/asset?assetType=NATIVE").hasStatus(404).hasValue("/message", text);
            key.get(path + "/stale").hasStatus(404).hasValue("/message", text);
            key.send("POST", path + "/sync", null).hasStatus(404).hasValue("/message", text);
            key.post(path + "/reconcile", Map.of("assetType", "NATIVE")).hasStatus(404);
            key.get("/wallets/" + id + "/history").hasStatus(404).hasValue("/message", text);
        }
    }

    @Test
    void aSyncReadsTheLedgerAndCountsWhatWasDifferent() {
        WalletFacts alice = house.wallet(PROJECT);
        settle();
        house.fund(alice, 30);

        key.post(balances(alice) + "/sync", Map.of("forceRefresh", true))
                .hasStatus(200)
                .hasValue("/balancesUpdated", 1)
                .hasValue("/mismatchesFound", 1)
                .hasValue("/syncStatus", "MISMATCH");
        key.send("POST", balances(alice) + "/sync", null)
                .hasStatus(200)
                .hasValue("/mismatchesFound", 0)
                .hasValue("/syncStatus", "SYNCED");
        key.get(balances(alice)).hasValue("/balances/0/balance", "30").hasValue("/balances/0/onChainBalance", "30");
        assertThat(audited("balance.synced")).isEqualTo(2);
        key.post(balances(alice) + "/sync", Map.of("other", 1)).hasStatus(400);
    }

    @Test
    void aWalletThatIsNotOnTheLedgerHasNoLumens() {
        WalletFacts alice = house.wallet(PROJECT);

        key.send("POST", balances(alice) + "/sync", null)
                .hasStatus(200)
                .hasValue("/balancesUpdated", 1)
                .hasValue("/syncStatus", "SYNCED");
        key.get(balances(alice) + "/asset?assetType=NATIVE")
                .hasValue("/balance/balance", "0")
                .hasValue("/balance/lastSyncedLedger", "null");
    }

    @Test
    void aReconciliationCorrectsAndRemembersADifference() {
        WalletFacts alice = house.wallet(PROJECT);
        settle();
        house.fund(alice, 30);
        settle();
        tamper("update payments.balances set balance = 5000000");

        key.post(balances(alice) + "/reconcile", Map.of("assetType", "NATIVE"))
                .hasStatus(200)
                .hasValue("/asset/type", "NATIVE")
                .lacks("/asset/code")
                .hasValue("/indexedBalance", "0.5")
                .hasValue("/onChainBalance", "30")
                .hasValue("/matches", false)
                .hasValue("/difference", "-29.5000000");
        key.get(balances(alice))
                .hasValue("/balances/0/balance", "30")
                .hasValue("/balances/0/syncStatus", "MISMATCH")
                .hasValue("/balances/0/reconciliationAttempts", 1)
                .hasValueMatching("/balances/0/mismatchDetectedAt", "2026-.*");
        assertThat(audited("balance.mismatch")).isEqualTo(1);

        key.post(balances(alice) + "/reconcile", Map.of("assetType", "NATIVE"))
                .hasValue("/matches", true)
                .lacks("/difference");
        assertThat(audited("balance.mismatch")).isEqualTo(1);
        assertThat(audited("balance.reconciled")).isEqualTo(2);
        key.get(balances(alice))
                .hasValue("/balances/0/mismatchDetectedAt", "null")
                .hasValueMatching("/balances/0/lastReconciledAt", "2026-.*");
        key.post(balances(alice) + "/reconcile", Map.of("assetType", "CREDIT_ALPHANUM4", "assetCode", "TOOLONG"))
                .hasStatus(400)
                .hasValue("/message/1", "assetIssuer must be a valid Stellar public key");
    }

    @Test
    void aStaleBalanceIsShownAndReadAgainInTheBackground() {
        WalletFacts alice = house.wallet(PROJECT);
        settle();
        house.fund(alice, 30);
        settle();
        key.get(balances(alice) + "/stale")
                .hasStatus(200)
                .hasValue("/staleAssets", "[]")
                .hasValue("/staleSince", "null");
        clock.advance(Duration.ofMinutes(6));

        key.get(balances(alice) + "/stale")
                .hasStatus(200)
                .hasValue("/staleAssets/0", "NATIVE")
                .hasValueMatching("/staleSince", "2026-.*");
        key.get(balances(alice)).hasValue("/balances/0/balance", "30").hasValue("/balances/0/syncStatus", "STALE");
        assertThat(house.payments.view().refresh(WalletNetwork.TESTNET)).isEqualTo(1);
        key.get(balances(alice)).hasValue("/balances/0/syncStatus", "SYNCED");
        assertThat(house.count("select count(*) from payments.balance_refreshes"))
                .isZero();
    }

    @Test
    void theOperatorReadsAllWallets() {
        WalletFacts alice = house.wallet(PROJECT);
        house.wallet(OTHER_PROJECT);
        settle();
        house.fund(alice, 30);

        key.send("POST", "/balances/sync-all", null).hasStatus(403);
        house.server()
                .operator()
                .send("POST", "/balances/sync-all", null)
                .hasStatus(200)
                .hasValue("/walletsProcessed", 2)
                .hasValue("/balancesUpdated", 2)
                .hasValue("/mismatchesFound", 1);
        tamper("update payments.balances set balance = 1");
        house.server()
                .operator()
                .send("POST", "/balances/reconcile-all", null)
                .hasStatus(200)
                .hasValue("/walletsProcessed", 2)
                .hasValue("/mismatchesFound", 2);
        assertThat(audited("balance.all_synced") + audited("balance.all_reconciled"))
                .isEqualTo(2);
    }

    @Test
    void theJobReadsAllWalletsInTheBackground() {
        house.wallet(PROJECT);
        house.wallet(OTHER_PROJECT);
        settle();

        house.payments.view().jobs().getFirst().work().run();

        assertThat(house.payments.view().refresh(WalletNetwork.TESTNET)).isEqualTo(2);
    }

    @Test
    void withoutHorizonBalancesAreStillShown() {
        WalletFacts alice = house.wallet(PROJECT);
        settle();
        house.fund(alice, 30);
        settle();
        house.sandbox().close();

        key.send("POST", balances(alice) + "/sync", null).hasStatus(503).hasHeader("Retry-After", "5");
        key.get(balances(alice)).hasValue("/balances/0/balance", "30").hasValue("/balances/0/syncStatus", "FAILED");
        key.post(balances(alice) + "/reconcile", Map.of("assetType", "NATIVE")).hasStatus(503);
    }

    @Test
    void assetsAreOfOneProject() {
        String issuer = new AccountId(Hash.sha256(new byte[] {1})).toString();
        HttpProbe operator = house.server().operator();
        HttpProbe stranger = house.server().project(OTHER_PROJECT);
        String id = operator.post(assets(PROJECT), Map.of("code", "EURD", "issuer", issuer, "network", "TESTNET"))
                .hasStatus(201)
                .text("/id");

        key.post(assets(PROJECT), Map.of("code", "EURD", "issuer", issuer))
                .hasStatus(409)
                .hasValue("/code", "CONFLICT");
        key.get(assets(PROJECT)).hasStatus(200).hasValue("/0/id", id).lacks("/1");
        String text = "Project " + PROJECT + " not found";
        stranger.get(assets(PROJECT)).hasStatus(404).hasValue("/message", text);
        stranger.post(assets(PROJECT), Map.of("code", "EURD", "issuer", issuer)).hasStatus(404);
        stranger.delete(assets(PROJECT) + "/" + id).hasStatus(404);
        stranger.delete(assets(OTHER_PROJECT) + "/" + id)
                .hasStatus(404)
                .hasValue("/message", "Asset " + id + " not found");
        house.server().anonymous().get(assets(PROJECT)).hasStatus(401);

        key.post(assets(PROJECT), Map.of("code", "€", "issuer", "GABC"))
                .hasStatus(400)
                .hasValue("/message/0", "code must have 1 to 12 letters and digits")
                .hasValue("/message/1", "issuer must be a valid Stellar public key");
        key.post(assets(PROJECT), Map.of("code", "EURD", "issuer", issuer, "network", "MAINNET"))
                .hasStatus(422)
                .hasValue("/code", "NETWORK_NOT_CONFIGURED");
    }

    @Test
    void readingABalanceCostsTwoStatements() {
        WalletFacts alice = house.wallet(PROJECT);
        settle();
        Database database = house.database;

        assertThat(database.statements().during(() -> key.get(balances(alice)).hasStatus(200)))
                .hasSize(2);
    }

    private void pay(WalletFacts from, WalletFacts to, WalletFacts issuer, String amount) {
        key.post(
                        "/transactions",
                        Map.of(
                                "senderWalletId",
                                from.id(),
                                "receiverWalletId",
                                to.id(),
                                "amount",
                                amount,
                                "asset",
                                Map.of("type", "CREDIT_ALPHANUM4", "code", "EURD", "issuer", issuer.publicKey())))
                .hasStatus(201);
        house.ledger();
        settle();
    }

    /** Lets everything that waits happen, and reads what it changed. */
    private void settle() {
        house.settle();
        for (int i = 0; i < 6; i++) {
            house.payments.view().refresh(WalletNetwork.TESTNET);
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(house.count("select count(*) from payments.balance_refreshes"))
                .as("everything that was touched is read")
                .isZero();
    }

    private long audited(String type) {
        return house.count("select count(*) from platform.audit_events where type = '" + type + "'");
    }

    private void tamper(String statement) {
        house.database.run(tx -> tx.sql().execute(statement));
    }

    private static String balances(WalletFacts wallet) {
        return "/balances/wallet/" + wallet.id();
    }

    private static String assets(UUID project) {
        return "/projects/" + project + "/assets";
    }
}
