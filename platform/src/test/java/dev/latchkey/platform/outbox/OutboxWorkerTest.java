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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void aMessageThatCanNeverBeDeliveredIsDeadAtOnce() {
        send(1);
        OutboxWorker worker = receiving(receiver(TOPIC, n -> {
            throw new PermanentFailure("no such mailbox");
        }));
        worker.deliverDue();
        assertThat(text("select attempts || ' ' || last_error from platform.outbox where dead_at is not null"))
                .isEqualTo("1 no such mailbox");
        clock.advance(Duration.ofDays(1));
        assertThat(worker.deliverDue()).isZero();
    }

    @Test
    void theOperatorIsToldWhatWasGivenUpOnce() {
        send(1);
        List<JsonNode> told = Collections.synchronizedList(new ArrayList<>());
        OutboxWorker worker = receiving(
                receiver(TOPIC, n -> {
                    throw new PermanentFailure("no such mailbox");
                }),
                receiver("notify.*", (topic, payload) -> {
                    assertThat(topic).isEqualTo("notify.delivery_failed");
                    told.add(payload);
                    throw new PermanentFailure("no such channel");
                }));
        worker.deliverDue();
        worker.deliverDue();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().at("/severity").asString()).isEqualTo("critical");
        assertThat(told.getFirst().at("/metadata/topic").asString()).isEqualTo(TOPIC);
        assertThat(told.getFirst().at("/metadata/error").asString()).isEqualTo("no such mailbox");
        assertThat(text("select count(*) from platform.outbox where dead_at is not null"))
                .as("a notification that is dead is not told by another one")
                .isEqualTo("2");
        assertThat(worker.deliverDue()).isZero();
    }

    @Test
    void aFamilyTakesEveryTopicThatBeginsSoUnlessAnotherIsNamed() {
        List<String> family = Collections.synchronizedList(new ArrayList<>());
        OutboxWorker worker = receiving(
                receiver("notify_x.*", (topic, payload) -> family.add(topic)), receiver("notify_x.own", n -> {}));
        for (String topic : List.of("notify_x.one", "notify_x.two", "notify_x.own", "notifyyx.one", "notify_x")) {
            database.run(transaction -> transaction.send(OutboxMessage.of(topic, "k", Map.of("n", 1))));
        }
        assertThat(worker.deliverDue()).isEqualTo(3);
        assertThat(family).containsExactlyInAnyOrder("notify_x.one", "notify_x.two");
    }

    @Test
    void aDeliveryThatHangsIsInterruptedAndTriedAgain() {
        send(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        OutboxReceiver hanging = receiver(TOPIC, n -> {
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException late) {
                interrupted.countDown();
                throw late;
            }
        });
        OutboxWorker worker = new OutboxWorker(database, clock, List.of(hanging), Duration.ofMillis(200));
        workers.add(worker);
        assertThat(worker.deliverDue()).isEqualTo(1);
        assertThat(text("select attempts || ' ' || (claimed_until is null) || ' ' || (due_at > '2026-05-30T12:00:29Z')"
                        + " from platform.outbox where delivered_at is null and dead_at is null"))
                .isEqualTo("1 true true");
        assertThat(await(interrupted)).isTrue();
    }

    @Test
    void noMoreThanEightAreDeliveredAtATime() {
        IntStream.range(0, 20).forEach(this::send);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        OutboxWorker worker = receiving(receiver(TOPIC, n -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(20);
            running.decrementAndGet();
        }));
        assertThat(worker.deliverDue()).isEqualTo(20);
        assertThat(most.get()).isBetween(2, 8);
    }

    @Test
    void whatIsDoneIsForgottenAfterThirtyDays() {
        send(1);
        send(2);
        OutboxWorker worker = worker(n -> {
            if (n == 2) {
                throw new IllegalStateException("away");
            }
        });
        worker.deliverDue();
        clock.advance(Duration.ofDays(30));
        worker.removeOld();
        assertThat(text("select count(*) from platform.outbox")).isEqualTo("2");
        clock.advance(Duration.ofSeconds(1));
        worker.removeOld();
        assertThat(text("select string_agg(key, ',') from platform.outbox"))
                .as("what is still to be delivered stays")
                .isEqualTo("message 2");
    }

    private interface Delivery {
        void deliver(String topic, JsonNode payload) throws Exception;
    }

    private interface NumberDelivery {
        void deliver(int n) throws Exception;
    }

    private static OutboxReceiver receiver(String topic, NumberDelivery delivery) {
        return receiver(
                topic, (actual, payload) -> delivery.deliver(payload.get("n").intValue()));
    }

    private static OutboxReceiver receiver(String topic, Delivery delivery) {
        return new OutboxReceiver() {
            @Override
            public String topic() {
                return topic;
            }

            @Override
            public void deliver(long messageId, String actual, JsonNode payload) throws Exception {
                delivery.deliver(actual, payload);
            }
        };
    }

    private OutboxWorker worker(Consumer<Integer> receive) {
        return receiving(receiver(TOPIC, (NumberDelivery) receive::accept));
    }

    private OutboxWorker receiving(OutboxReceiver... receivers) {
        OutboxWorker worker = new OutboxWorker(database, clock, List.of(receivers));
        workers.add(worker);
        return worker;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private void send(int n) {
        database.run(transaction -> transaction.send(OutboxMessage.of(TOPIC, "message " + n, Map.of("n", n))));
    }

    private String text(String query) {
        return databases.database().queryText(query);
    }
}
