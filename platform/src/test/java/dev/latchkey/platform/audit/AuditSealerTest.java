package dev.latchkey.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.audit.AuditProof.Kind;
import dev.latchkey.testkit.DatabaseExtension;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AuditSealerTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = DatabaseExtension.migratedBy("platform", AuditHouse::migrate);

    private AuditHouse house;

    @BeforeEach
    void open() {
        house = new AuditHouse(DATABASE.database());
        house.wipe();
    }

    @AfterEach
    void close() {
        house.sealer.close();
        house.close();
    }

    @Test
    void everyProjectAndTheInstallationHaveAChainOfTheirOwn() {
        house.happens("thing.created", AuditHouse.ALPHA, "a");
        house.happens("thing.created", AuditHouse.BETA, "b");
        house.happens("thing.changed", AuditHouse.ALPHA, "a");
        house.happens("server.started", null, "c");

        house.sealAll();

        assertThat(house.rows.queryText("select string_agg(left(chain::text, 1) || position || sequence, ' '"
                        + " order by sequence) from platform.audit_seals"))
                .isEqualTo("a11 b12 a23 014");
        AuditProof proof = house.verify();
        assertThat(proof.intact()).isTrue();
        assertThat(proof.chains()).extracting(AuditProof.Chain::verified).containsExactly(1L, 2L, 1L);
    }

    @Test
    void aWokenSealerSealsWithinAboutASecond() throws InterruptedException {
        house.sealer.start();
        house.happens("thing.created", AuditHouse.ALPHA, "a");

        long begun = System.nanoTime();
        while (house.rows.queryLong("select count(*) from platform.audit_seals") == 0) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            Thread.sleep(20);
        }
    }

    @Test
    void anEventIsNotPassedByYoungerOnesWhileItsTransactionIsOpen() throws SQLException {
        try (Connection open = house.rows.connect();
                Statement sql = open.createStatement()) {
            open.setAutoCommit(false);
            sql.execute("insert into platform.audit_events (id, occurred_at, type, project_id, actor_kind, outcome,"
                    + " metadata) values (gen_random_uuid(), '2026-05-30T12:00:00Z', 'slow', '" + AuditHouse.ALPHA
                    + "', 'SYSTEM', 'SUCCESS', '{}')");
            house.happens("fast", AuditHouse.ALPHA, "a");

            assertThat(house.sealer.seal()).as("waits").isFalse();
            assertThat(house.rows.queryLong("select count(*) from platform.audit_seals"))
                    .isZero();
            assertThat(house.verify().chains().getLast().unsealed()).isEqualTo(1);

            open.commit();
        }
        house.sealAll();
        assertThat(house.rows.queryText("select string_agg(e.type, ' ' order by s.position) from platform.audit_seals s"
                        + " join platform.audit_events e using (sequence)"))
                .isEqualTo("slow fast");
        house.isIntact();
    }

    @Test
    void aNumberThatWasNeverUsedIsNoGap() throws SQLException {
        house.happens("one", AuditHouse.ALPHA, "a");
        try (Connection open = house.rows.connect();
                Statement sql = open.createStatement()) {
            open.setAutoCommit(false);
            sql.execute("insert into platform.audit_events (id, occurred_at, type, actor_kind, outcome, metadata)"
                    + " values (gen_random_uuid(), now(), 'undone', 'SYSTEM', 'SUCCESS', '{}')");
            open.rollback();
        }
        house.happens("two", AuditHouse.ALPHA, "a");

        house.sealAll();

        assertThat(house.rows.queryText(
                        "select string_agg(sequence || ':' || position, ' ') from platform.audit_seals"))
                .isEqualTo("1:1 3:2");
        house.isIntact();
    }

    @Test
    void moreThanOneBatchIsSealedAtOnce() {
        house.rows.execute("insert into platform.audit_events (id, occurred_at, type, project_id, actor_kind, outcome,"
                + " metadata) select gen_random_uuid(), '2026-05-30T12:00:00Z', 'many', '" + AuditHouse.ALPHA
                + "', 'SYSTEM', 'SUCCESS', '{}' from generate_series(1, 2500)");

        house.sealAll();

        assertThat(house.verify().chains().getLast().verified()).isEqualTo(2500);
    }

    @Test
    void eventsOfAnotherLifeOfTheDatabaseAreSealedThoughTheirTransactionsAreFromTheFuture() {
        house.rows.execute("insert into platform.audit_events (transaction_id, id, occurred_at, type, actor_kind,"
                + " outcome, metadata) values ('999999999', gen_random_uuid(), now(), 'restored', 'SYSTEM', 'SUCCESS',"
                + " '{}')");
        house.rows.execute("update platform.audit_sealer set fence_sequence = 1, fence_transaction = '999999999'");

        house.sealAll();

        house.isIntact();
    }

    @Test
    void anotherMasterKeyCannotGoOnWithTheChain() {
        house.happens("one", AuditHouse.ALPHA, "a");
        house.sealAll();
        AuditChain other = new AuditChain("another key".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> new AuditSealer(house.database, other).seal()).isInstanceOf(DamagedLogException.class);
        assertThat(new AuditVerification(house.database, other)
                        .all(List.of(), progress -> {})
                        .intact())
                .isFalse();
        house.isIntact();
    }

    @Test
    @Timeout(60)
    void aDamagedChainIsNotContinuedAndTheOthersAre() {
        house.happens("one", AuditHouse.ALPHA, "a");
        house.happens("one", AuditHouse.BETA, "b");
        house.sealAll();
        house.rows.execute("delete from platform.audit_heads where chain = '" + AuditHouse.ALPHA + "'");
        house.happens("two", AuditHouse.ALPHA, "a");
        house.happens("two", AuditHouse.BETA, "b");

        do {
            house.sealer.seal(); // waits for transactions of others on the same server, as in the other test VM
        } while (house.verify().chains().getFirst().verified() < 2);

        List<AuditProof.Chain> chains = house.verify().chains();
        AuditProof.Chain beta = chains.getFirst();
        AuditProof.Chain alpha = chains.stream()
                .filter(chain -> AuditHouse.ALPHA.equals(chain.projectId()))
                .findFirst()
                .orElseThrow();
        assertThat(beta.verified()).isEqualTo(2);
        assertThat(beta.problems()).isEmpty();
        assertThat(alpha.unsealed()).isEqualTo(1);
        assertThat(alpha.problems()).extracting(AuditProof.Problem::kind).containsExactly(Kind.HEAD_REMOVED);
    }

    @Test
    void whoeverHoldsANumberHoldsATransactionIdAlready() {
        assertThat(house.rows.queryText("select string_agg(attname, ' ' order by attnum) from pg_attribute"
                        + " where attrelid = 'platform.audit_events'::regclass and attname in ('transaction_id',"
                        + " 'sequence')"))
                .isEqualTo("transaction_id sequence");
    }

    @Test
    void anEarlierProofShowsARollbackThatTheDatabaseAloneCannot() {
        house.happens("one", AuditHouse.ALPHA, "a");
        house.sealAll();
        for (String table : List.of("events", "seals", "heads", "sealer")) {
            house.rows.execute("create table kept_" + table + " as select * from platform.audit_" + table);
        }
        house.happens("two", AuditHouse.ALPHA, "a");
        house.sealAll();
        AuditProof.Chain proven = house.verify().chains().getFirst();
        List<AuditProof.Head> anchor =
                List.of(new AuditProof.Head(proven.projectId(), proven.position(), proven.hash()));
        assertThat(house.verification.all(anchor, progress -> {}).intact()).isTrue();

        for (String table : List.of("events", "seals", "heads", "sealer")) {
            house.rows.execute("truncate platform.audit_" + table);
            house.rows.execute("insert into platform.audit_" + table + " select * from kept_" + table);
            house.rows.execute("drop table kept_" + table);
        }

        house.isIntact();
        assertThat(house.verification
                        .all(anchor, progress -> {})
                        .chains()
                        .getFirst()
                        .problems())
                .extracting(AuditProof.Problem::kind)
                .containsExactly(Kind.OTHER_THAN_BEFORE);
    }
}
