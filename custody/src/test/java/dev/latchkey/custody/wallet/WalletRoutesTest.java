package dev.latchkey.custody.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.custody.support.CustodyServer;
import dev.latchkey.custody.wallet.WalletOwners.Owner;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalletRoutesTest {

    @RegisterExtension
    static final DatabaseExtension EXTENSION = CustodyHouse.migrated();

    private static final TestClock CLOCK = TestClock.at("2026-05-30T12:00:00Z");
    private static CustodyHouse house;
    private static CustodyServer server;

    private final UUID project = UUID.randomUUID();
    private UUID user;
    private HttpProbe backend;

    @BeforeAll
    static void open() {
        house = new CustodyHouse(EXTENSION.database(), CLOCK);
        server = house.listen(CLOCK);
    }

    @BeforeEach
    void beginAProject() {
        user = house.owners.active(project);
        backend = server.project(project);
    }

    @AfterAll
    static void close() {
        server.close();
        house.close();
    }

    @Test
    void aBackendMakesAWalletWithoutSeeingAnySecretOfIt() {
        HttpAnswer made = create(user, "TESTNET");

        made.hasStatus(201)
                .hasValue("/privateKey", "")
                .hasValue("/wallet/userId", user.toString())
                .hasValueMatching("/wallet/publicKey", "G[A-Z2-7]{55}")
                .hasValue("/wallet/network", "TESTNET")
                .hasValue("/wallet/status", "ACTIVE")
                .hasValue("/wallet/ledgerStatus", "PENDING")
                .hasValue("/wallet/encryptionVersion", 2)
                .hasValue("/wallet/secretVersion", 1)
                .hasValue("/wallet/keyVersion", 1)
                .hasValue("/wallet/statusReason", "null")
                .hasValue("/wallet/createdAt", made.text("/wallet/updatedAt"))
                .lacks("/wallet/encryptedSecret")
                .lacks("/wallet/projectId");
        assertThat(audits("wallet.created", made.text("/wallet/id"))).isOne();
        assertThat(audits("key.generated", made.text("/wallet/id"))).isOne();
        assertThat(house.lifecycle.created).extracting(WalletFacts::userId).contains(user);
        assertThat(EXTENSION
                        .database()
                        .queryText("select actor_kind || ' ' || user_agent from platform.audit_events"
                                + " where type = 'wallet.created' and target_id = '" + made.text("/wallet/id") + "'"))
                .isEqualTo("PROJECT_KEY probe");
    }

    @Test
    void theSecondWalletOnANetworkIsAConflict() {
        create(user, "TESTNET").hasStatus(201);

        create(user, "TESTNET")
                .hasStatus(409)
                .hasValue("/message", "User already has a wallet on TESTNET")
                .hasValue("/error", "Conflict");
        assertThat(wallets(user)).isOne();
    }

    @Test
    void unknownInactiveAndForeignUsersGetNoWallet() {
        UUID inactive = UUID.randomUUID();
        house.owners.set(project, inactive, Owner.INACTIVE);
        UUID foreign = house.owners.active(UUID.randomUUID());

        create("nobody", "TESTNET").hasStatus(404).hasValue("/message", "User with ID nobody not found");
        create(foreign, "TESTNET").hasStatus(404).hasValue("/message", "User with ID " + foreign + " not found");
        create(inactive, "TESTNET").hasStatus(403).hasValue("/message", "Account is inactive");
        orchestrate(inactive, "TESTNET", null).hasStatus(403);
        orchestrate(foreign, "TESTNET", null).hasStatus(404);
        assertThat(wallets(inactive) + wallets(foreign)).isZero();
    }

    @Test
    void aNetworkWithoutConfigurationIsRefusedWithTheSettingsName() {
        create(user, "MAINNET").hasStatus(422).hasValueMatching("/message", ".*STELLAR_MAINNET_HORIZON_URL.*");
        orchestrate(user, "MAINNET", null).hasStatus(422);
        assertThat(wallets(user)).isZero();
    }

    @Test
    void bodiesAreCheckedCompletely() {
        backend.post("/wallets", Map.of("userId", "", "network", "MOON", "secret", "S"))
                .hasStatus(400)
                .hasValueMatching(
                        "/message", ".*property secret should not exist.*userId should not be empty.*MAINNET.*");
        server.anonymous().post("/wallets", "{").hasStatus(401).hasValue("/message", "API key is required");
    }

    @Test
    void aWalletIsShownAsARowAndAsAState() {
        HttpAnswer made = create(user, "TESTNET");
        String id = made.text("/wallet/id");

        assertThat(backend.get("/wallets/" + id).hasStatus(200).json())
                .isEqualTo(made.json().get("wallet"));
        backend.get("/wallets/" + id + "/status")
                .hasStatus(200)
                .hasValue("/id", id)
                .hasValue("/status", "ACTIVE")
                .hasValue("/publicKey", made.text("/wallet/publicKey"))
                .hasValue("/userId", user.toString())
                .hasValue("/ledgerStatus", "PENDING");
        assertThat(backend.get("/wallets/user/" + user).hasStatus(200).json()).hasSize(1);
        backend.get("/wallets/user/" + UUID.randomUUID()).hasStatus(200).hasValue("", "[]");
        backend.get("/wallets/user/nobody").hasStatus(200).hasValue("", "[]");
    }

    @Test
    void listsAreNewestFirstAndNameTheNextPage() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            CLOCK.advance(Duration.ofSeconds(1));
            made.addFirst(create(house.owners.active(project), "TESTNET").text("/wallet/id"));
        }

        HttpAnswer first = backend.get("/wallets?limit=2").hasStatus(200);
        HttpAnswer last = backend.get("/wallets?limit=2&offset=4").hasStatus(200);

        assertThat(first.json().valueStream().map(row -> row.get("id").asString()))
                .containsExactlyElementsOf(made.subList(0, 2));
        first.hasHeader("Link", "</wallets?limit=2&offset=2>; rel=\"next\"");
        assertThat(last.json().valueStream().map(row -> row.get("id").asString()))
                .containsExactly(made.getLast());
        last.hasNoHeader("Link");
        backend.get("/wallets?limit=0").hasStatus(400);
        backend.get("/wallets?offset=-1").hasStatus(400);
        backend.get("/wallets?limit=two").hasStatus(400);
    }

    @Test
    void anotherProjectSeesNothingOfAWallet() {
        String id = create(user, "TESTNET").text("/wallet/id");
        HttpProbe other = server.project(UUID.randomUUID());
        String unknown = "Wallet with ID " + id + " not found";

        other.get("/wallets/" + id).hasStatus(404).hasValue("/message", unknown);
        other.get("/wallets/" + id + "/status").hasStatus(404).hasValue("/message", unknown);
        other.patch("/wallets/" + id, Map.of("status", "SUSPENDED"))
                .hasStatus(404)
                .hasValue("/message", unknown);
        other.send("PATCH", "/wallets/" + id + "/activate", null).hasStatus(404).hasValue("/message", unknown);
        other.delete("/wallets/" + id).hasStatus(404).hasValue("/message", unknown);
        other.get("/wallets").hasStatus(200).hasValue("", "[]");
        other.get("/wallets/user/" + user).hasStatus(200).hasValue("", "[]");
        other.get("/wallets/orchestration/user/" + user + "/TESTNET").hasStatus(404);
        other.get("/wallets/orchestration/validate/" + user + "/TESTNET").hasValue("/canCreate", false);
        backend.get("/wallets/" + id).hasStatus(200).hasValue("/status", "ACTIVE");
    }

    @Test
    void anIdThatIsNoneIsAsUnknownAsAnyOther() {
        backend.get("/wallets/7").hasStatus(404).hasValue("/message", "Wallet with ID 7 not found");
        backend.delete("/wallets/x").hasStatus(404).hasValue("/message", "Wallet with ID x not found");
    }

    @Test
    void aWalletIsSuspendedAndReactivatedAndEachMoveIsAudited() {
        String id = create(user, "TESTNET").text("/wallet/id");
        CLOCK.advance(Duration.ofMinutes(1));

        patch(id, "SUSPENDED")
                .hasStatus(200)
                .hasValue("/status", "SUSPENDED")
                .hasValueMatching("/statusChangedAt", ".+");
        patch(id, "ACTIVE").hasStatus(200).hasValue("/status", "ACTIVE");

        assertThat(audits("wallet.status_changed", id)).isEqualTo(2);
        assertThat(EXTENSION
                        .database()
                        .queryText("select metadata->>'from' || ' ' || (metadata->>'to') from platform.audit_events"
                                + " where type = 'wallet.status_changed' and target_id = '" + id
                                + "' order by sequence limit 1"))
                .isEqualTo("ACTIVE SUSPENDED");
    }

    @Test
    void stayingInAStateChangesNothingAndAsksForNoAudit() {
        HttpAnswer made = create(user, "TESTNET");
        String id = made.text("/wallet/id");
        CLOCK.advance(Duration.ofMinutes(1));

        patch(id, "ACTIVE").hasStatus(200).hasValue("/statusChangedAt", made.text("/wallet/statusChangedAt"));
        backend.patch("/wallets/" + id, Map.of()).hasStatus(200).hasValue("/updatedAt", made.text("/wallet/updatedAt"));
        assertThat(audits("wallet.status_changed", id)).isZero();
    }

    /** Every pair of states: what 6.2 allows and an application may ask for is done, the rest is a conflict. */
    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, ACTIVE|SUSPENDED|DISABLED",
        "ACTIVE, SUSPENDED|DISABLED",
        "ROTATING, ACTIVE|SUSPENDED|DISABLED",
        "SUSPENDED, ACTIVE|DISABLED",
        "DISABLED, ''",
        "COMPROMISED, ''"
    })
    void applicationsMoveWalletsOnlyWhereTheStateMachineAllows(WalletStatus from, String allowed) {
        String id = create(user, "TESTNET").text("/wallet/id");
        for (WalletStatus to : WalletStatus.values()) {
            EXTENSION.database().execute("update custody.wallets set status = '" + from + "' where id = '" + id + "'");
            HttpAnswer answer = patch(id, to.name());
            if (to == from || List.of(allowed.split("\\|")).contains(to.name())) {
                answer.hasStatus(200).hasValue("/status", to.name());
                continue;
            }
            answer.hasStatus(409).hasValue("/message", "Invalid wallet status transition: " + from + " -> " + to);
            backend.get("/wallets/" + id).hasValue("/status", from.name());
        }
    }

    @Test
    void onlyAWalletBeingProvisionedCanBeActivated() {
        String id = create(user, "TESTNET").text("/wallet/id");

        activate(id).hasStatus(409).hasValue("/message", "Invalid wallet status transition: ACTIVE -> ACTIVE");
        EXTENSION.database().execute("update custody.wallets set status = 'PROVISIONING' where id = '" + id + "'");
        activate(id)
                .hasStatus(200)
                .hasValue("/status", "ACTIVE")
                .hasValue("/statusReason", "Wallet provisioned and activated");
        assertThat(audits("wallet.status_changed", id)).isOne();
    }

    @Test
    void aDeletedWalletIsDisabledAndHiddenKeepsItsKeyAndFreesItsPlace() {
        String id = create(user, "TESTNET").text("/wallet/id");
        CLOCK.advance(Duration.ofSeconds(1));

        backend.delete("/wallets/" + id)
                .hasStatus(200)
                .hasValue("/id", id)
                .hasValue("/status", "DISABLED")
                .hasValueMatching("/deletedAt", ".*Z");

        backend.get("/wallets/" + id).hasStatus(404);
        backend.delete("/wallets/" + id).hasStatus(404);
        backend.get("/wallets/user/" + user).hasValue("", "[]");
        assertThat(audits("wallet.deleted", id)).isOne();
        assertThat(EXTENSION.database().queryLong("select count(*) from custody.keys where id = '" + id + "'"))
                .isOne();
        assertThat(create(user, "TESTNET").hasStatus(201).text("/wallet/id")).isNotEqualTo(id);
    }

    @Test
    void aWalletThatHoldsFundsOrWasRotatedCannotBeDeleted() {
        String funded = create(user, "TESTNET").text("/wallet/id");
        house.lifecycle.holdingFunds.add(UUID.fromString(funded));
        backend.delete("/wallets/" + funded).hasStatus(409);

        String rotated = create(house.owners.active(project), "TESTNET").text("/wallet/id");
        EXTENSION
                .database()
                .execute("update custody.wallets set rotated_from_id = '" + funded + "' where id = '" + rotated + "'");
        backend.delete("/wallets/" + rotated)
                .hasStatus(409)
                .hasValue("/message", "Wallet with ID " + rotated + " is part of a rotation chain");

        backend.get("/wallets/" + funded).hasValue("/status", "ACTIVE").hasValue("/deletedAt", "null");
        assertThat(audits("wallet.deleted", funded)).isZero();
    }

    @Test
    void aDisabledWalletKeepsItsPlace() {
        String id = create(user, "TESTNET").text("/wallet/id");
        patch(id, "DISABLED").hasStatus(200);

        create(user, "TESTNET").hasStatus(409);
        orchestrate(user, "TESTNET", null)
                .hasStatus(200)
                .hasValue("/isNewWallet", false)
                .hasValue("/wallet/id", id)
                .hasValue("/wallet/status", "DISABLED");
    }

    @Test
    void orchestratedCreationFindsOrMakes() {
        backend.get("/wallets/orchestration/user/" + user + "/TESTNET")
                .hasStatus(404)
                .hasValue("/message", "Wallet not found for user " + user + " on TESTNET");
        backend.get("/wallets/orchestration/validate/" + user + "/TESTNET").hasValue("/canCreate", true);

        HttpAnswer made = orchestrate(user, "TESTNET", null)
                .hasStatus(200)
                .hasValue("/isNewWallet", true)
                .hasValue("/privateKey", "")
                .lacks("/idempotencyKey");
        orchestrate(user, "TESTNET", null)
                .hasValue("/isNewWallet", false)
                .hasValue("/wallet/id", made.text("/wallet/id"));

        assertThat(backend.get("/wallets/orchestration/user/" + user + "/TESTNET")
                        .hasStatus(200)
                        .json())
                .isEqualTo(made.json().get("wallet"));
        backend.get("/wallets/orchestration/validate/" + user + "/TESTNET").hasValue("/canCreate", false);
        backend.get("/wallets/orchestration/validate/" + house.owners.active(project) + "/MAINNET")
                .hasValue("/canCreate", false);
        backend.get("/wallets/orchestration/user/" + user + "/MOON").hasStatus(400);
        backend.get("/wallets/orchestration/validate/" + user + "/MOON").hasStatus(400);
    }

    private HttpAnswer create(Object userId, String network) {
        return backend.post("/wallets", Map.of("userId", userId.toString(), "network", network));
    }

    private HttpAnswer orchestrate(UUID userId, String network, @org.jspecify.annotations.Nullable String key) {
        return backend.post(
                "/wallets/orchestration/create",
                key == null
                        ? Map.of("userId", userId, "network", network)
                        : Map.of("userId", userId, "network", network, "idempotencyKey", key));
    }

    private HttpAnswer patch(String id, String status) {
        return backend.patch("/wallets/" + id, Map.of("status", status));
    }

    private HttpAnswer activate(String id) {
        return backend.send("PATCH", "/wallets/" + id + "/activate", null);
    }

    private static long audits(String type, String target) {
        return EXTENSION
                .database()
                .queryLong("select count(*) from platform.audit_events where type = '" + type + "' and target_id = '"
                        + target + "'");
    }

    private static long wallets(UUID userId) {
        return EXTENSION.database().queryLong("select count(*) from custody.wallets where user_id = '" + userId + "'");
    }
}
