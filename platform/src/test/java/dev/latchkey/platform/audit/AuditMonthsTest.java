package dev.latchkey.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.DatabaseExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AuditMonthsTest {

    @RegisterExtension
    final DatabaseExtension databases = DatabaseExtension.migratedBy("platform", AuditHouse::migrate);

    private AuditHouse house;

    @BeforeEach
    void open() {
        house = new AuditHouse(databases.database());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void thisMonthAndTheNextTwoAreMadeOnce() {
        house.months.prepare();
        assertThat(house.months.existing()).hasToString("[2026-05, 2026-06, 2026-07]");

        List<String> statements = house.database.statements().during(house.months::prepare);

        assertThat(statements).hasSize(1);
        assertThat(house.months.existing()).hasSize(3);
    }

    @Test
    void anEventWithoutAMonthIsKeptAndMovesToItsMonthOnceItIsMade() {
        house.happens("thing.created", AuditHouse.ALPHA, "a");
        house.sealAll();
        assertThat(partitions()).isEqualTo("audit_events_default");

        house.months.prepare();

        assertThat(partitions()).isEqualTo("audit_events_2026_05");
        assertThat(house.rows.queryLong("select count(*) from platform.audit_seals_2026_05"))
                .isOne();
        house.isIntact();
    }

    @Test
    void monthsOlderThanTheRetentionGoAsAWholeAndTheProofHolds() {
        fill();
        house.retention = Duration.ofDays(40);
        house.clock.set(Instant.parse("2026-08-15T00:00:00Z"));

        house.months.maintain();

        assertThat(house.months.existing()).hasToString("[2026-07, 2026-08, 2026-09, 2026-10]");
        house.sealAll();
        house.isIntact();
        AuditProof.Chain alpha = chain(AuditHouse.ALPHA);
        assertThat(alpha.dropped()).isEqualTo(4);
        assertThat(alpha.position()).isEqualTo(6);
        assertThat(alpha.verified()).isEqualTo(2);
        AuditProof.Chain beta = chain(AuditHouse.BETA);
        assertThat(beta.position()).isEqualTo(2);
        assertThat(beta.dropped()).isEqualTo(2);
        assertThat(house.rows.queryText("select string_agg(target_id || ' ' || (metadata ->> 'events'), ', ' order by"
                        + " sequence) from platform.audit_events where type = 'audit.month_dropped'"))
                .isEqualTo("2026-05 4, 2026-06 2");
    }

    @Test
    void aChainGoesOnAfterAllOfItWasDropped() {
        fill();
        house.retention = Duration.ofDays(40);
        house.clock.set(Instant.parse("2026-12-15T00:00:00Z"));
        house.months.maintain();
        house.happens("thing.created", AuditHouse.BETA, "late");
        house.sealAll();

        house.isIntact();
        assertThat(chain(AuditHouse.BETA).position()).isEqualTo(3);
        assertThat(house.rows.queryText(
                        "select string_agg(position::text, ' ') from platform.audit_anchors where chain = '"
                                + AuditHouse.ALPHA + "'"))
                .as("only the last one is needed")
                .isEqualTo("6");
    }

    @Test
    void eventsSealedInAnotherOrderThanTheyHappenedAcrossTheTurnOfAMonthStayProven() {
        happensAt("2026-05-31T23:59:59Z", "before");
        happensAt("2026-06-01T00:00:01Z", "after");
        happensAt("2026-05-31T23:59:59.9Z", "late");
        happensAt("2026-06-01T00:00:02Z", "last");
        house.sealAll();
        house.retention = Duration.ofDays(40);
        house.clock.set(Instant.parse("2026-07-25T00:00:00Z"));

        house.months.maintain();

        house.isIntact();
        assertThat(anchors()).isEqualTo("1 3");
        house.rows.execute("delete from platform.audit_anchors where position = 3");
        assertThat(house.verify().intact()).isFalse();
    }

    @Test
    void anAnchorMustBeOurs() {
        fill();
        house.retention = Duration.ofDays(40);
        house.clock.set(Instant.parse("2026-08-15T00:00:00Z"));
        house.months.maintain();
        house.sealAll();
        String anchor = "update platform.audit_anchors set ";

        house.rows.execute(anchor + "hash = sha256(hash) where chain = '" + AuditHouse.ALPHA + "'");

        assertThat(house.verify().intact()).isFalse();
    }

    @Test
    void aMonthWithEventsThatWaitToBeSealedIsKept() {
        house.months.prepare();
        house.happens("thing.created", AuditHouse.ALPHA, "a");
        house.retention = Duration.ofDays(40);
        house.clock.set(Instant.parse("2026-08-15T00:00:00Z"));

        house.months.maintain();

        assertThat(house.months.existing().getFirst()).hasToString("2026-05");
        house.sealAll();
        house.months.maintain();
        assertThat(house.months.existing().getFirst()).hasToString("2026-07");
    }

    @Test
    void withoutARetentionEverythingIsKept() {
        fill();
        house.clock.set(Instant.parse("2036-08-15T00:00:00Z"));

        house.months.maintain();

        assertThat(house.months.existing().getFirst()).hasToString("2026-05");
    }

    private void fill() {
        for (String month : List.of("2026-05", "2026-06", "2026-07")) {
            house.clock.set(Instant.parse(month + "-10T12:00:00Z"));
            house.months.prepare();
            house.happens("thing.created", AuditHouse.ALPHA, month);
            house.happens("thing.changed", AuditHouse.ALPHA, month);
            if (month.equals("2026-05")) {
                house.happens("thing.created", AuditHouse.BETA, month);
                house.happens("thing.changed", AuditHouse.BETA, month);
            }
            house.sealAll();
        }
    }

    private void happensAt(String moment, String target) {
        house.clock.set(Instant.parse(moment));
        house.months.prepare();
        house.happens("thing.created", AuditHouse.ALPHA, target);
    }

    private AuditProof.Chain chain(UUID project) {
        return house.verify().chains().stream()
                .filter(chain -> project.equals(chain.projectId()))
                .findFirst()
                .orElseThrow();
    }

    private String anchors() {
        return house.rows.queryText(
                "select string_agg(position::text, ' ' order by position) from platform.audit_anchors");
    }

    private String partitions() {
        return house.rows.queryText("select string_agg(distinct c.relname, ' ') from platform.audit_events e"
                + " join pg_class c on c.oid = e.tableoid");
    }
}
