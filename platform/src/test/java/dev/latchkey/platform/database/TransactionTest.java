package dev.latchkey.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.outbox.OutboxMessage;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.RoundTrips;
import dev.latchkey.testkit.TestClock;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One transaction: its rows, its audit events and its messages, all or nothing. */
final class TransactionTest {

    private static final UUID KEY = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID PROJECT = UUID.fromString("22222222-2222-4222-8222-222222222222");
    private static final Origin ORIGIN =
            new Origin(new Caller.ProjectKey(KEY, PROJECT, KEY, 60, Set.of()), "198.51.100.7", "agent/1", "request-1");

    @RegisterExtension
    final DatabaseExtension databases = TestDatabases.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00.123456Z");
    private Database database;

    @BeforeEach
    void open() {
        database = TestDatabases.open(databases.database().url(), clock);
        databases.database().execute("create table things (id int primary key, amount int not null)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void rowsAuditEventsAndMessagesAreStoredTogether() {
        List<String> statements = database.statements()
                .during(() -> database.run(transaction -> {
                    insert(transaction, 1);
                    transaction.audit(AuditEvent.success("thing.created", ORIGIN, PROJECT, "thing", 1)
                            .with("size", 7)
                            .with("names", List.of("a", "b")));
                    transaction.audit(AuditEvent.failure("thing.refused", Origin.SYSTEM, null, "thing", 2));
                    transaction.send(OutboxMessage.of("mail", "thing 1", Map.of("to", "a@example.com")));
                    transaction.send(new OutboxMessage("mail", null, Map.of("n", 2), Duration.ofMinutes(5)));
                }));
        assertThat(statements)
                .as("the act's own and one for all that goes with it")
                .hasSize(2);
        assertThat(text("select string_agg(concat_ws(' ', type, actor_kind, actor_id, project_id, request_id, ip,"
                        + " user_agent, target_kind, target_id, outcome, metadata), ' | ' order by sequence)"
                        + " from platform.audit_events"))
                .isEqualTo("thing.created PROJECT_KEY " + KEY + " " + PROJECT
                        + " request-1 198.51.100.7 agent/1 thing 1 SUCCESS {\"size\": 7, \"names\": [\"a\", \"b\"]}"
                        + " | thing.refused SYSTEM thing 2 FAILURE {}");
        assertThat(text("select string_agg(concat_ws(' ', topic, key, payload, due_at - created_at, attempts), ' | '"
                        + " order by id) from platform.outbox"))
                .isEqualTo("mail thing 1 {\"to\": \"a@example.com\"} 00:00:00 0 | mail {\"n\": 2} 00:05:00 0");
        assertThat(text("select count(*) from platform.audit_events where occurred_at = '2026-05-30T12:00:00.123456Z'"))
                .isEqualTo("2");
    }

    @Test
    void whatFailsLeavesNothing() {
        List<String> after = new ArrayList<>();
        assertThatThrownBy(() -> database.run(transaction -> {
                    insert(transaction, 1);
                    transaction.audit(AuditEvent.success("thing.created", ORIGIN, PROJECT, "thing", 1));
                    transaction.send(OutboxMessage.of("mail", "k", Map.of()));
                    transaction.afterCommit(() -> after.add("ran"));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(text("select count(*) from things")).isEqualTo("0");
        assertThat(text("select count(*) from platform.audit_events")).isEqualTo("0");
        assertThat(text("select count(*) from platform.outbox")).isEqualTo("0");
        assertThat(after).isEmpty();
    }

    @Test
    void whatGoesWithAnActCostsNoRoundTrip() {
        Consumer<Transaction> act = transaction -> add(transaction, 1);
        Consumer<Transaction> audited = act.andThen(
                transaction -> transaction.audit(AuditEvent.success("thing.added", ORIGIN, PROJECT, "thing", 1)));
        Consumer<Transaction> told =
                audited.andThen(transaction -> transaction.send(OutboxMessage.of("mail", "k", Map.of())));
        database.run(act); // opens the connection
        for (int run = 1; run <= 7; run++) {
            assertThat(RoundTrips.during(() -> database.run(act)))
                    .as("the act, the commit; the server prepares statements after some runs: %s", run)
                    .isEqualTo(2);
            assertThat(RoundTrips.during(() -> database.run(audited))).isEqualTo(2);
            assertThat(RoundTrips.during(() -> database.run(told))).isEqualTo(2);
        }
        assertThat(RoundTrips.during(() -> database.read(sql -> sql.execute("select 1"))))
                .as("a read: nothing before or after it")
                .isEqualTo(1);
        assertThat(text("select count(*) from platform.audit_events")).isEqualTo("14");
        assertThat(text("select count(*) from platform.outbox")).isEqualTo("7");
    }

    @Test
    void idsAndTimesThatAreBoundCostNoRoundTripOfTheirOwn() {
        for (Object time : new Object[] {Instant.EPOCH, Timestamp.from(Instant.EPOCH)}) {
            Runnable act = () -> database.read(sql -> sql.createQuery(
                            "select 'text' as it where cast(:at as timestamptz) < now() and cast(:id as uuid) is null")
                    .bind("at", time)
                    .bind("id", (UUID) null)
                    .mapTo(String.class)
                    .list());
            for (int run = 1; run <= 10; run++) {
                act.run();
            }
            assertThat(RoundTrips.during(act))
                    .as("only a type that is left open, as the driver leaves a Timestamp's, is asked for")
                    .isEqualTo(time instanceof Instant ? 1 : 2);
        }
    }

    @Test
    void aRuleCheckedAtTheCommitUndoesTheActAndItsEvents() {
        databases
                .database()
                .execute("alter table things add column parent int references things deferrable initially deferred");
        assertThatThrownBy(() -> database.run(transaction -> {
                    transaction.sql().execute("insert into things values (1, 0, 2)");
                    transaction.audit(AuditEvent.success("thing.created", ORIGIN, PROJECT, "thing", 1));
                    transaction.auditRefusal(AuditEvent.failure("thing.refused", ORIGIN, PROJECT, "thing", 1));
                    transaction.send(OutboxMessage.of("mail", "k", Map.of()));
                }))
                .hasStackTraceContaining("foreign key");
        assertThat(text("select count(*) from things")).isEqualTo("0");
        assertThat(text("select count(*) from platform.outbox")).isEqualTo("0");
        assertThat(text("select string_agg(type, ' ') from platform.audit_events"))
                .as("refusals stay")
                .isEqualTo("thing.refused");
        database.run(transaction -> insert(transaction, 3));
        assertThat(text("select string_agg(id::text, ' ') from things"))
                .as("the connection is as good as before")
                .isEqualTo("3");
    }

    @Test
    void anActWhoseFailureWasSwallowedIsNotStored() {
        assertThatThrownBy(() -> database.run(transaction -> {
                    insert(transaction, 1);
                    try {
                        insert(transaction, 1);
                    } catch (RuntimeException swallowed) {
                        transaction.audit(AuditEvent.success("thing.created", ORIGIN, PROJECT, "thing", 1));
                    }
                }))
                .hasStackTraceContaining("current transaction is aborted");
        assertThat(text("select count(*) from things")).isEqualTo("0");
        assertThat(text("select count(*) from platform.audit_events")).isEqualTo("0");
    }

    @Test
    void aConflictFoundAtTheCommitIsResolvedByTryingAgain() {
        databases.database().execute("insert into things values (1, 0), (2, 0)");
        AtomicInteger tries = new AtomicInteger();
        database.run(transaction -> {
            transaction.sql().execute("set transaction isolation level serializable");
            String sum = transaction
                    .sql()
                    .createQuery("select sum(amount) from things")
                    .mapTo(String.class)
                    .one();
            transaction.sql().execute("update things set amount = ? where id = 1", Integer.parseInt(sum) + 1);
            transaction.audit(AuditEvent.success("thing.added", ORIGIN, PROJECT, "thing", sum));
            if (tries.incrementAndGet() == 1) {
                other(() -> database.run(rival -> {
                    rival.sql().execute("set transaction isolation level serializable");
                    rival.sql().execute("update things set amount = (select sum(amount) from things) + 1 where id = 2");
                }));
            }
        });
        assertThat(tries.get()).isEqualTo(2);
        assertThat(text("select string_agg(amount::text, ' ' order by id) from things"))
                .isEqualTo("2 1");
        assertThat(text("select string_agg(target_id, ' ') from platform.audit_events"))
                .isEqualTo("1");
    }

    @Test
    void anAuditEventThatCannotBeStoredUndoesTheAct() {
        databases.database().execute("alter table platform.audit_events add check (type <> 'forbidden')");
        assertThatThrownBy(() -> database.run(transaction -> {
                    insert(transaction, 1);
                    transaction.audit(AuditEvent.success("forbidden", ORIGIN, PROJECT, "thing", 1));
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(text("select count(*) from things")).isEqualTo("0");
    }

    @Test
    void workAfterTheCommitSeesWhatWasStored() {
        List<String> seen = new ArrayList<>();
        int result = database.write(transaction -> {
            insert(transaction, 1);
            transaction.afterCommit(() -> seen.add(text("select count(*) from things")));
            return 42;
        });
        assertThat(result).isEqualTo(42);
        assertThat(seen).containsExactly("1");
    }

    @Test
    void aDeadlockIsResolvedByTryingAgain() throws Exception {
        databases.database().execute("insert into things values (1, 0), (2, 0)");
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger tries = new AtomicInteger();
        Thread one = Thread.ofVirtual().start(() -> addInOrder(1, 2, both, tries));
        Thread other = Thread.ofVirtual().start(() -> addInOrder(2, 1, both, tries));
        one.join();
        other.join();
        assertThat(text("select string_agg(amount::text, ' ' order by id) from things"))
                .isEqualTo("2 2");
        assertThat(tries.get()).isGreaterThan(2);
        assertThat(text("select count(*) from platform.audit_events")).isEqualTo("2");
    }

    private void addInOrder(int first, int second, CyclicBarrier both, AtomicInteger tries) {
        database.run(transaction -> {
            boolean firstTry = tries.incrementAndGet() <= 2;
            add(transaction, first);
            if (firstTry) {
                await(both);
            }
            add(transaction, second);
            transaction.audit(AuditEvent.success("thing.added", ORIGIN, PROJECT, "thing", first));
        });
    }

    @Test
    void aFailureSaysNeitherWhatWasBoundNorWhichRowWasThere() {
        database.run(transaction -> insert(transaction, 4711));
        assertThatThrownBy(() -> database.run(transaction -> insert(transaction, 4711)))
                .satisfies(failure -> {
                    assertThat(Violations.isUnique(failure)).isTrue();
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("4711");
                    }
                });
    }

    @Test
    void anAbsentIdIsBoundAsAnId() {
        databases.database().execute("create table owners (id int, owner uuid)");
        UUID nobody = null;
        database.run(transaction -> transaction
                .sql()
                .createUpdate("insert into owners values (1, :owner), (2, :other)")
                .bind("owner", nobody)
                .bind("other", PROJECT)
                .execute());
        assertThat(text("select string_agg(id || ' ' || coalesce(owner::text, 'none'), ', ' order by id) from owners"))
                .isEqualTo("1 none, 2 " + PROJECT);
    }

    private static void insert(Transaction transaction, int id) {
        transaction
                .sql()
                .createUpdate("insert into things (id, amount) values (:id, 0)")
                .bind("id", id)
                .execute();
    }

    private static void add(Transaction transaction, int id) {
        transaction
                .sql()
                .createUpdate("update things set amount = amount + 1 where id = :id")
                .bind("id", id)
                .execute();
    }

    private static void other(Runnable work) {
        try {
            Thread.ofVirtual().start(work).join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private String text(String query) {
        return databases.database().queryText(query);
    }
}
