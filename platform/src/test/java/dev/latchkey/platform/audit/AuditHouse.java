package dev.latchkey.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.database.TestDatabases;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.TestClock;
import dev.latchkey.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A log with everything around it. */
final class AuditHouse implements AutoCloseable {

    static final UUID ALPHA = UUID.fromString("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");
    static final UUID BETA = UUID.fromString("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb");
    static final String NOON = "2026-05-30T12:00:00Z";

    final TestDatabase rows;
    final TestClock clock = TestClock.at(NOON);
    final Database database;
    final AuditChain chain = new AuditChain("a key of thirty-two bytes, really".getBytes(StandardCharsets.UTF_8));
    final AuditSealer sealer;
    final AuditVerification verification;
    Duration retention = Duration.ZERO;
    final AuditMonths months;

    AuditHouse(TestDatabase rows) {
        this.rows = rows;
        this.database = TestDatabases.open(rows.url(), clock);
        this.sealer = new AuditSealer(database, chain);
        this.verification = new AuditVerification(database, chain);
        this.months = new AuditMonths(database, chain, () -> retention, clock);
    }

    static void migrate(TestDatabase database) {
        new Migrations(database.dataSource(), List.of(Migrations.PLATFORM)).migrate();
    }

    /** As on the first day. */
    void wipe() {
        rows.execute("truncate platform.audit_events, platform.audit_seals, platform.audit_heads,"
                + " platform.audit_anchors, platform.audit_sealer");
        rows.execute("insert into platform.audit_sealer (singleton) values (true)");
        rows.execute("select setval('platform.audit_sequence', 1, false)");
        clock.set(Instant.parse(NOON));
    }

    void happens(String type, @Nullable UUID project, String target) {
        database.run(tx -> tx.audit(AuditEvent.success(type, user(project), project, "thing", target)
                .in(project == null ? null : new UUID(7, project.getLeastSignificantBits()))
                .with("note", target)));
    }

    static Origin user(@Nullable UUID project) {
        Caller caller = project == null
                ? new Caller.Operator()
                : new Caller.UserSession(new UUID(1, 2), new UUID(3, 4), project);
        return new Origin(caller, "198.51.100.7", "agent/1", "request-1");
    }

    /** Until nothing is left and everything drawn is known to be complete. */
    void sealAll() {
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!sealer.seal()
                || rows.queryLong(
                                "select count(*) from platform.audit_sealer where complete_to ="
                                        + " (select case when is_called then last_value else 0 end from platform.audit_sequence)")
                        == 0) {
            assertThat(System.nanoTime()).as("time to seal").isLessThan(patience);
        }
    }

    AuditProof verify() {
        return verification.all(List.of(), progress -> {});
    }

    void isIntact() {
        AuditProof proof = verify();
        assertThat(proof.intact()).as(proof.toString()).isTrue();
    }

    @Override
    public void close() {
        database.close();
    }
}
