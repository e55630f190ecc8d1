package dev.latchkey.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.TestDatabases;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Delivery: at least once, later when it fails, never twice at the same time. */
final class OutboxWorkerTest {

    private static final String TOPIC = "mail";

    @RegisterExtension
    final DatabaseExtension databases = TestDatabases.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private final List<Integer> delivered = Collections.synchronizedList(new ArrayList<>());
    private final List<OutboxWorker> workers = new ArrayList<>();
    private Database database;

    @BeforeEach
    void open() {
        database = TestDatabases.open(databases.database().url(), clock);
    }

    @AfterEach
    void close() {
        workers.forEach(OutboxWorker::close);
        database.close();
    }

    @Test
    void aMessageIsDeliveredOnceAndMarked() {
        send(1);
        OutboxWorker worker = worker(delivered::add);
        assertThat(worker.deliverDue()).isEqualTo(1);
        assertThat(worker.deliverDue()).isZero();
        assertThat(delivered).containsExactly(1);
        assertThat(text("select delivered_at = '2026-05-30T12:00:00Z' and claimed_until is null and attempts = 1"
                        + " from platform.outbox"))
                .isEqualTo("t");
    }

    @Test
    void aMessageThatIsNotDueWaits() {
        database.run(
                transaction -> transaction.send(new OutboxMessage(TOPIC, "k", Map.of("n", 1), Duration.ofMinutes(5))));
        OutboxWorker worker = worker(delivered::add);
        assertThat(worker.deliverDue()).isZero();
        clock.advance(Duration.ofMinutes(5));
        assertThat(worker.deliverDue()).isEqualTo(1);
    }

    @Test
    void aTopicNobodyReceivesIsLeftAlone() {
        database.run(transaction -> transaction.send(OutboxMessage.of("webhook", "k", Map.of("n", 1))));
        assertThat(worker(delivered::add).deliverDue()).isZero();
        assertThat(text("select attempts from platform.outbox")).isEqualTo("0");
    }

    @Test
    void aFailureIsTriedAgainLaterAndLater() {
        send(1);
        OutboxWorker worker = worker(n -> {
            delivered.add(n);
            if (delivered.size() < 4) {
                throw new IllegalStateException("mail server away");
            }
        });
        for (Duration wait : List.of(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10))) {
            assertThat(worker.deliverDue()).isEqualTo(1);
            assertThat(text("select last_error from platform.outbox")).isEqualTo("mail server away");
            clock.advance(wait.minusSeconds(1));
            assertThat(worker.deliverDue()).as("before %s", wait).isZero();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(worker.deliverDue()).isEqualTo(1);
        assertThat(delivered).containsExactly(1, 1, 1, 1);
        assertThat(text("select delivered_at is not null and dead_at is null from platform.outbox"))
                .isEqualTo("t");
    }

    @Test
    void afterTooManyFailuresAMessageIsDead() {
        send(1);
        OutboxWorker worker = worker(n -> {
            delivered.add(n);
            throw new IllegalStateException("never");
        });
        for (int i = 0; i < 30; i++) {
            worker.deliverDue();
            clock.advance(Duration.ofDays(1));
        }
        assertThat(delivered).hasSize(10);
        assertThat(text("select dead_at is not null and delivered_at is null from platform.outbox"))
                .isEqualTo("t");
    }

    @Test
    void anErrorOfAReceiverIsAFailureLikeAnyOther() {
        send(1);
        OutboxWorker worker = worker(n -> {
            throw new StackOverflowError("odd");
        });
        worker.deliverDue();
        assertThat(
                        text(
                                "select attempts = 1 and claimed_until is null and last_error is not null from platform.outbox"))
                .isEqualTo("t");
    }

    @Test
    void oneBadMessageDoesNotHoldUpTheOthers() {
        IntStream.range(0, 10).forEach(this::send);
        OutboxWorker worker = worker(n -> {
            if (n == 3) {
                throw new IllegalStateException("bad");
            }
            delivered.add(n);
        });
        worker.deliverDue();
        assertThat(delivered).containsExactlyInAnyOrder(0, 1, 2, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void whatACrashedServerHadClaimedIsDeliveredLater() {
        send(1);
        databases.database().execute("update platform.outbox set claimed_until = '2026-05-30T12:05:00Z', attempts = 1");
        OutboxWorker worker = worker(delivered::add);
        assertThat(worker.deliverDue()).isZero();
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(worker.deliverDue()).isEqualTo(1);
        assertThat(delivered).containsExactly(1);
    }

    @Test
    void severalWorkersNeverDeliverOneMessageTwice() throws InterruptedException {
        IntStream.range(0, 200).forEach(this::send);
        Set<Integer> inDelivery = ConcurrentHashMap.newKeySet();
        List<Integer> twice = Collections.synchronizedList(new ArrayList<>());
        List<OutboxWorker> four = IntStream.range(0, 4)
                .mapToObj(i -> worker(n -> {
                    if (!inDelivery.add(n)) {
                        twice.add(n);
                    }
                    Thread.onSpinWait();
                    delivered.add(n);
                }))
                .toList();
        List<Thread> threads = four.stream()
                .map(worker -> Thread.ofVirtual().start(() -> {
                    while (worker.deliverDue() > 0) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(twice).isEmpty();
        assertThat(delivered).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void theBellWakesTheLoop() {
        OutboxWorker worker = worker(delivered::add);
        worker.start();
        database.run(transaction -> {
            transaction.send(OutboxMessage.of(TOPIC, "k", Map.of("n", 7)));
            transaction.afterCommit(worker::wake);
        });
        long deadline = System.nanoTime() + Duration.ofSeconds(4).toNanos();
        while (delivered.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(delivered).containsExactly(7);
    }

    private OutboxWorker worker(Consumer<Integer> receive) {
        OutboxWorker worker = new OutboxWorker(database, clock, List.of(new OutboxReceiver() {
            @Override
            public String topic() {
                return TOPIC;
            }

            @Override
            public void deliver(long messageId, JsonNode payload) {
                receive.accept(payload.get("n").intValue());
            }
        }));
        workers.add(worker);
        return worker;
    }

    private void send(int n) {
        database.run(transaction -> transaction.send(OutboxMessage.of(TOPIC, "message " + n, Map.of("n", n))));
    }

    private String text(String query) {
        return databases.database().queryText(query);
    }
}
