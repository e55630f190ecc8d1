package dev.latchkey.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.TestDatabase;
import dev.latchkey.testkit.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whoever has the database, but not the master key, leaves a trace whatever they do to the sealed part. */
@SuppressWarnings("NullAway.Init") // fields are set before the first try
class AuditTamperingPropertyTest {

    /** An event of a random log. */
    record Wanted(
            String type,
            @Nullable UUID project,
            String target,
            @Nullable UUID organization) {}

    /** One way to tamper; {@code $n} is the number of the event that was picked, {@code $c} its chain. */
    private static final List<String> WAYS = List.of(
            "update platform.audit_events set transaction_id = '5' where sequence = $n",
            "update platform.audit_events set id = gen_random_uuid() where sequence = $n",
            "update platform.audit_events set occurred_at = occurred_at + interval '1 microsecond' where sequence = $n",
            "update platform.audit_events set occurred_at = occurred_at - interval '3 months' where sequence = $n",
            "update platform.audit_events set type = type || 'x' where sequence = $n",
            "update platform.audit_events set project_id = gen_random_uuid() where sequence = $n",
            "update platform.audit_events set project_id = null where sequence = $n and project_id is not null",
            "update platform.audit_events set organization_id = gen_random_uuid() where sequence = $n",
            "update platform.audit_events set actor_kind = 'SYSTEM' where sequence = $n",
            "update platform.audit_events set actor_id = gen_random_uuid() where sequence = $n",
            "update platform.audit_events set session_id = gen_random_uuid() where sequence = $n",
            "update platform.audit_events set request_id = 'other' where sequence = $n",
            "update platform.audit_events set ip = null where sequence = $n",
            "update platform.audit_events set user_agent = '' where sequence = $n",
            "update platform.audit_events set target_kind = 'other' where sequence = $n",
            "update platform.audit_events set target_id = null where sequence = $n",
            "update platform.audit_events set outcome = 'FAILURE' where sequence = $n",
            "update platform.audit_events set metadata = metadata || '{\"more\": 1}' where sequence = $n",
            "update platform.audit_events set sequence = 1000 where sequence = $n",
            "delete from platform.audit_events where sequence = $n",
            "delete from platform.audit_seals where sequence = $n",
            "with gone as (delete from platform.audit_seals where sequence = $n)"
                    + " delete from platform.audit_events where sequence = $n",
            "update platform.audit_seals set hash = sha256(hash) where sequence = $n",
            "update platform.audit_seals set position = position + 100 where sequence = $n",
            "update platform.audit_seals set chain = gen_random_uuid() where sequence = $n",
            "update platform.audit_seals set sequence = sequence + 1000 where sequence = $n",
            "update platform.audit_heads set position = position + 1 where chain = '$c'",
            "update platform.audit_heads set hash = sha256(hash) where chain = '$c'",
            "update platform.audit_heads set mac = sha256(mac) where chain = '$c'",
            "delete from platform.audit_heads where chain = '$c'",
            "delete from platform.audit_heads",
            "update platform.audit_sealer set sealed = sealed - 1",
            "update platform.audit_sealer set chains = chains + 1",
            "update platform.audit_sealer set complete_to = complete_to - 1",
            "update platform.audit_sealer set complete_to = 0, chains = 0, sealed = 0, mac = null",
            "insert into platform.audit_anchors select chain, position, hash, hash from platform.audit_seals"
                    + " where sequence = $n",
            // The end of a chain, with its links, and a head that fits what is left.
            "with cut as (delete from platform.audit_seals where chain = '$c' and sequence >= $n returning sequence),"
                    + " gone as (delete from platform.audit_events using cut where audit_events.sequence = cut.sequence)"
                    + " update platform.audit_heads set position = position - (select count(*) from cut),"
                    + " hash = coalesce((select hash from platform.audit_seals s where s.chain = '$c' and sequence < $n"
                    + " order by position desc limit 1), hash) where chain = '$c'",
            // A whole project, as if it had never been.
            "with gone as (delete from platform.audit_seals where chain = '$c' returning sequence),"
                    + " head as (delete from platform.audit_heads where chain = '$c')"
                    + " delete from platform.audit_events using gone where audit_events.sequence = gone.sequence",
            // A second event that looks like the first.
            "insert into platform.audit_events select * from (select transaction_id, sequence, gen_random_uuid(),"
                    + " occurred_at + interval '1 second', type, project_id, organization_id, actor_kind, actor_id,"
                    + " session_id, request_id, ip, user_agent, target_kind, target_id, outcome, metadata"
                    + " from platform.audit_events where sequence = $n) e");

    private static final String SWAP = "update platform.audit_seals s set sequence = o.sequence,"
            + " occurred_at = o.occurred_at from platform.audit_seals o where s.chain = '$c' and o.chain = s.chain"
            + " and s.position in ($p, $p + 1) and o.position = 2 * $p + 1 - s.position";

    private static TestServer server;
    private static AuditHouse house;

    @BeforeContainer
    static void open() {
        server = TestServer.open();
        TestDatabase rows = server.create("tampering_" + ProcessHandle.current().pid());
        AuditHouse.migrate(rows);
        house = new AuditHouse(rows);
    }

    @AfterContainer
    static void close() {
        house.close();
        server.close();
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void anyTamperingIsFound(
            @ForAll("logs") @Size(min = 1, max = 8) List<Wanted> log, @ForAll @IntRange(max = 7) int picked)
            throws SQLException {
        sealed(log);
        long number = picked % log.size() + 1L;
        String chain = house.rows.queryText("select chain from platform.audit_seals where sequence = " + number);
        for (String way : WAYS) {
            boolean nothingChanges =
                    way.contains("project_id is not null") && chain.equals(AuditChain.INSTALLATION.toString());

            AuditProof proof =
                    proofAfter(way.replace("$n", String.valueOf(number)).replace("$c", chain));

            assertThat(proof.intact()).as(way + ": " + proof).isEqualTo(nothingChanges);
        }
        house.isIntact();
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void eventsThatChangePlacesAreFound(@ForAll("logs") @Size(min = 2, max = 8) List<Wanted> log) throws SQLException {
        sealed(log.stream()
                .map(event -> new Wanted(event.type(), AuditHouse.ALPHA, event.target(), event.organization()))
                .toList());
        for (int position = 1; position < log.size(); position++) {
            String swap = SWAP.replace("$c", AuditHouse.ALPHA.toString()).replace("$p", String.valueOf(position));

            assertThat(proofAfter("alter table platform.audit_seals drop constraint audit_seals_pkey; " + swap)
                            .intact())
                    .isFalse();
        }
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void aRandomLogThatNobodyTouchedIsIntact(@ForAll("logs") @Size(max = 12) List<Wanted> log) throws SQLException {
        sealed(log);

        AuditProof proof = house.verify();

        assertThat(proof.intact()).as(proof.toString()).isTrue();
        assertThat(proof.chains().stream().mapToLong(AuditProof.Chain::verified).sum())
                .isEqualTo(log.size());
    }

    @Provide
    Arbitrary<List<Wanted>> logs() {
        Arbitrary<String> texts =
                Arbitraries.strings().ofMaxLength(12).map(text -> text.replaceAll("[\\x00\\p{Cs}\\p{Cn}]", "?"));
        return Combinators.combine(
                        Arbitraries.of("user.login", "user.logout", "org.deleted"),
                        Arbitraries.of(AuditHouse.ALPHA, AuditHouse.BETA).injectNull(0.2),
                        texts,
                        Arbitraries.of(AuditHouse.ALPHA).injectNull(0.5))
                .as(Wanted::new)
                .list();
    }

    @Provide
    Arbitrary<String> ways() {
        return Arbitraries.of(WAYS);
    }

    /** What a verification says of the log as the statement leaves it, which is then undone. */
    private static AuditProof proofAfter(String statement) {
        return house.database.read(handle -> {
            handle.begin();
            try {
                handle.execute(statement);
                return house.verification.all(handle, List.of(), progress -> {});
            } finally {
                handle.rollback();
            }
        });
    }

    private static void sealed(List<Wanted> log) throws SQLException {
        house.wipe();
        try (Connection connection = house.rows.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into platform.audit_events (id, occurred_at, type, project_id, organization_id, actor_kind,
                            actor_id, request_id, ip, user_agent, target_kind, target_id, outcome, metadata)
                        values (gen_random_uuid(), '2026-05-30T12:00:00.123456Z', ?, ?, ?, 'USER', gen_random_uuid(), 'r',
                            '198.51.100.7', 'agent', 'thing', ?, 'SUCCESS', jsonb_build_object('note', ?::text))
                        """)) {
            for (Wanted event : log) {
                insert.setString(1, event.type());
                insert.setObject(2, event.project());
                insert.setObject(3, event.organization());
                insert.setString(4, event.target());
                insert.setString(5, event.target());
                insert.executeUpdate();
            }
        }
        house.sealAll();
    }
}
