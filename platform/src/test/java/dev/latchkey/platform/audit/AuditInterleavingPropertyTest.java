package dev.latchkey.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.TestDatabase;
import dev.latchkey.testkit.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the order in which transactions write, end and are sealed by whom: one chain each, without gaps. */
@SuppressWarnings("NullAway.Init") // fields are set before the first try
class AuditInterleavingPropertyTest {

    private enum What {
        WRITE,
        COMMIT,
        ROLL_BACK,
        SEAL,
        SEAL_BY_ALL
    }

    /** One step, of one of the transactions, in one of the projects, by one of the sealers. */
    record Step(What what, int transaction, boolean inAlpha) {}

    private static final int TRANSACTIONS = 3;

    private static TestServer server;
    private static AuditHouse house;
    private static List<AuditSealer> sealers;

    @BeforeContainer
    static void open() {
        server = TestServer.open();
        TestDatabase rows =
                server.create("interleaving_" + ProcessHandle.current().pid());
        AuditHouse.migrate(rows);
        house = new AuditHouse(rows);
        sealers = List.of(
                house.sealer,
                new AuditSealer(house.database, house.chain),
                new AuditSealer(house.database, house.chain));
    }

    @AfterContainer
    static void close() {
        house.close();
        server.close();
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void everyCommittedEventIsSealedOnceInOneChainWithoutGaps(
            @ForAll("steps") @Size(min = 10, max = 40) List<Step> steps) throws Exception {
        house.wipe();
        List<Connection> transactions = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            Connection connection = house.rows.connect();
            connection.setAutoCommit(false);
            transactions.add(connection);
        }
        for (Step step : steps) {
            run(step, transactions.get(step.transaction()));
        }
        nothingIsSealedThatIsYoungerThanAnOpenTransaction();
        for (Connection transaction : transactions) {
            transaction.commit();
            transaction.close();
        }

        house.sealAll();

        AuditProof proof = house.verify();
        assertThat(proof.intact()).as(proof.toString()).isTrue();
        assertThat(proof.chains())
                .allSatisfy(chain -> assertThat(chain.unsealed()).isZero());
        assertThat(house.rows.queryText("select count(*) = (select count(*) from platform.audit_seals) from"
                        + " platform.audit_events"))
                .isEqualTo("t");
        assertThat(house.rows.queryText(
                        "select coalesce(bool_and(last = links), true) from (select max(position) as last,"
                                + " count(*) as links from platform.audit_seals group by chain) c"))
                .isEqualTo("t");
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<What> what = Arbitraries.of(
                What.WRITE,
                What.WRITE,
                What.WRITE,
                What.COMMIT,
                What.ROLL_BACK,
                What.SEAL,
                What.SEAL,
                What.SEAL_BY_ALL);
        return Combinators.combine(
                        what, Arbitraries.integers().between(0, TRANSACTIONS - 1), Arbitraries.of(true, false))
                .as(Step::new)
                .list();
    }

    private static void run(Step step, Connection transaction) throws Exception {
        switch (step.what()) {
            case WRITE -> write(transaction, step.inAlpha() ? AuditHouse.ALPHA : AuditHouse.BETA);
            case COMMIT -> transaction.commit();
            case ROLL_BACK -> transaction.rollback();
            case SEAL -> sealers.get(step.transaction()).seal();
            case SEAL_BY_ALL -> sealByAll();
        }
    }

    private static void sealByAll() throws InterruptedException {
        List<Thread> threads = sealers.stream()
                .map(sealer -> Thread.ofVirtual().start(sealer::seal))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void write(Connection transaction, UUID project) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement("""
                insert into platform.audit_events (id, occurred_at, type, project_id, actor_kind, outcome, metadata)
                values (gen_random_uuid(), '2026-05-30T12:00:00Z', 'thing.done', ?, 'SYSTEM', 'SUCCESS', '{}')
                """)) {
            insert.setObject(1, project);
            insert.executeUpdate();
        }
    }

    /** Seals follow the order of the log, as far as the transactions have ended in that order. */
    private static void nothingIsSealedThatIsYoungerThanAnOpenTransaction() {
        assertThat(house.rows.queryLong("select count(*) from platform.audit_seals s join platform.audit_events e"
                        + " using (sequence) where e.transaction_id >= pg_snapshot_xmin(pg_current_snapshot())"))
                .isZero();
    }
}
