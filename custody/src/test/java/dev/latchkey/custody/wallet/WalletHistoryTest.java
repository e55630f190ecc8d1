package dev.latchkey.custody.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.custody.support.CustodyServer;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of one user's wallets against a model of a few lines. */
class WalletHistoryTest {

    private static final int STEPS = 40;
    private static final List<WalletStatus> STATES = List.of(WalletStatus.values());

    @RegisterExtension
    static final DatabaseExtension EXTENSION = CustodyHouse.migrated();

    private static final TestClock CLOCK = TestClock.at("2026-05-30T12:00:00Z");
    private static CustodyHouse house;
    private static CustodyServer server;

    @BeforeAll
    static void open() {
        house = new CustodyHouse(EXTENSION.database(), CLOCK);
        server = house.listen(CLOCK);
    }

    @AfterAll
    static void close() {
        server.close();
        house.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aHistoryOfActsAlwaysLeavesAtMostOneLiveWalletAndEveryKeyAndItsWholeAudit(long seed) {
        History history = new History(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            CLOCK.advance(Duration.ofMillis(1));
            history.step();
            history.check();
        }
    }

    /** What should be true, kept beside what is. */
    private static final class History {
        private final Random random;
        private final UUID project = UUID.randomUUID();
        private final UUID user = house.owners.active(project);
        private final HttpProbe backend = server.project(project);
        private @Nullable String live;
        private WalletStatus status = WalletStatus.ACTIVE;
        private int made;
        private int moves;
        private int deletions;

        History(Random random) {
            this.random = random;
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0 -> create();
                case 1 -> orchestrate();
                case 2 -> move(STATES.get(random.nextInt(STATES.size())));
                case 3 -> moveByServer(random.nextBoolean() ? WalletStatus.ROTATING : WalletStatus.COMPROMISED);
                case 4 -> delete();
                default -> sign();
            }
        }

        void check() {
            String ofUser = " where project_id = '" + project + "'";
            assertThat(count("custody.wallets" + ofUser + " and deleted_at is null"))
                    .isEqualTo(live == null ? 0 : 1);
            assertThat(count("custody.keys" + ofUser)).isEqualTo(made);
            assertThat(audits("wallet.created")).isEqualTo(made);
            assertThat(audits("wallet.status_changed")).isEqualTo(moves);
            assertThat(audits("wallet.deleted")).isEqualTo(deletions);
            if (live != null) {
                backend.get("/wallets/" + live).hasStatus(200).hasValue("/status", status.name());
            }
        }

        private void create() {
            HttpAnswer answer = backend.post("/wallets", Map.of("userId", user, "network", "TESTNET"));
            answer.hasStatus(live == null ? 201 : 409);
            if (live == null) {
                begin(answer.text("/wallet/id"));
            }
        }

        private void orchestrate() {
            HttpAnswer answer = backend.post(
                            "/wallets/orchestration/create", Map.of("userId", user, "network", "TESTNET"))
                    .hasStatus(200)
                    .hasValue("/isNewWallet", live == null);
            if (live == null) {
                begin(answer.text("/wallet/id"));
            }
            answer.hasValue("/wallet/id", String.valueOf(live));
        }

        private void move(WalletStatus wanted) {
            if (live == null) {
                return;
            }
            boolean allowed = wanted == status
                    || (status.next().contains(wanted)
                            && wanted != WalletStatus.ROTATING
                            && wanted != WalletStatus.COMPROMISED);
            backend.patch("/wallets/" + live, Map.of("status", wanted)).hasStatus(allowed ? 200 : 409);
            if (allowed && wanted != status) {
                status = wanted;
                moves++;
            }
        }

        private void moveByServer(WalletStatus wanted) {
            if (live != null && status.next().contains(wanted)) {
                EXTENSION
                        .database()
                        .execute("update custody.wallets set status = '" + wanted + "' where id = '" + live + "'");
                status = wanted;
            }
        }

        private void delete() {
            backend.delete("/wallets/" + (live == null ? UUID.randomUUID() : live))
                    .hasStatus(live == null ? 404 : 200);
            if (live != null) {
                deletions++;
                live = null;
            }
        }

        private void sign() {
            if (live == null) {
                return;
            }
            boolean signed;
            try {
                signed = house.custody.signTransaction(UUID.fromString(live), new byte[32]).length == 64;
            } catch (ApiException refused) {
                signed = false;
            }
            assertThat(signed).isEqualTo(status == WalletStatus.ACTIVE || status == WalletStatus.ROTATING);
        }

        private void begin(String wallet) {
            live = wallet;
            status = WalletStatus.ACTIVE;
            made++;
        }

        private long audits(String type) {
            return count("platform.audit_events where type = '" + type + "' and project_id = '" + project + "'");
        }

        private static long count(String from) {
            return house.database.read(sql -> sql.createQuery("select count(*) from " + from)
                    .mapTo(Long.class)
                    .one());
        }
    }
}
