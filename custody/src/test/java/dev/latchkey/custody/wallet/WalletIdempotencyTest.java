package dev.latchkey.custody.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.custody.support.CustodyServer;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WalletIdempotencyTest {

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
    void aReplayAnswersAsTheFirstTimeForThirtyDays() {
        HttpAnswer first = create(backend, user, "first").hasStatus(200).hasValue("/isNewWallet", true);
        first.hasValue("/idempotencyKey", "first");

        assertThat(create(backend, user, "first").json()).isEqualTo(first.json());
        CLOCK.advance(Duration.ofDays(30).minusSeconds(1));
        assertThat(create(backend, user, "first").json()).isEqualTo(first.json());
        CLOCK.advance(Duration.ofSeconds(1));
        create(backend, user, "first").hasStatus(200).hasValue("/isNewWallet", false);
    }

    @Test
    void theKeyForAnotherUserOrNetworkIsAConflict() {
        create(backend, user, "taken").hasStatus(200);

        create(backend, house.owners.active(project), "taken")
                .hasStatus(409)
                .hasValue("/message", "Idempotency key \"taken\" was already used for a different userId or network");
        backend.post(
                        "/wallets/orchestration/create",
                        Map.of("userId", user, "network", "MAINNET", "idempotencyKey", "taken"))
                .hasStatus(409);
    }

    @Test
    void twoProjectsMayUseTheSameKey() {
        UUID otherProject = UUID.randomUUID();
        UUID otherUser = house.owners.active(otherProject);

        create(backend, user, "shared").hasStatus(200).hasValue("/isNewWallet", true);
        create(server.project(otherProject), otherUser, "shared").hasStatus(200).hasValue("/isNewWallet", true);
    }

    @Test
    void aResultThatMadeNothingIsNotRecorded() {
        create(backend, user, "making").hasValue("/isNewWallet", true);
        create(backend, user, "finding").hasValue("/isNewWallet", false);

        create(backend, house.owners.active(project), "finding").hasStatus(200).hasValue("/isNewWallet", true);
    }

    @Test
    void aReplayNeverAnswersADeletedWallet() {
        String first = create(backend, user, "again").text("/wallet/id");
        backend.delete("/wallets/" + first).hasStatus(200);

        HttpAnswer second = create(backend, user, "again").hasStatus(200).hasValue("/isNewWallet", true);

        assertThat(second.text("/wallet/id")).isNotEqualTo(first);
        assertThat(create(backend, user, "again").json()).isEqualTo(second.json());
    }

    @Test
    void fiftyCallsAtOnceWithOneKeyHaveOneEffectAndOneAnswer() throws Exception {
        List<Future<HttpAnswer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                running.add(threads.submit(() -> create(backend, user, "burst")));
            }
        }

        for (Future<HttpAnswer> answer : running) {
            assertThat(answer.get().hasStatus(200).json())
                    .isEqualTo(running.getFirst().get().json());
        }
        running.getFirst().get().hasValue("/isNewWallet", true);
        assertThat(EXTENSION
                        .database()
                        .queryLong("select count(*) from custody.keys where project_id = '" + project + "'"))
                .isOne();
        assertThat(EXTENSION
                        .database()
                        .queryLong("select count(*) from platform.audit_events where type = 'wallet.created'"
                                + " and project_id = '" + project + "'"))
                .isOne();
    }

    private static HttpAnswer create(HttpProbe backend, UUID user, String key) {
        return backend.post(
                "/wallets/orchestration/create", Map.of("userId", user, "network", "TESTNET", "idempotencyKey", key));
    }
}
