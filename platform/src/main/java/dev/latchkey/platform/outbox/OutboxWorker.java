package dev.latchkey.platform.outbox;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Delivers what the outbox holds. It wakes when an act of this process has put something in, and looks now and then for
 * what other processes left. Messages are claimed with row locks, so that several servers never deliver one at the same
 * time; a claim that its owner did not finish lapses.
 */
public final class OutboxWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);
    private static final int BATCH = 20;
    private static final int AT_A_TIME = 8;
    private static final int MAX_REASON = 1000;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final String DEAD_TOPIC = "notify.delivery_failed";
    static final int PATIENCE_SECONDS = 30;
    private static final Duration CLAIM = Duration.ofMinutes(5);
    private static final Duration IDLE_LOOK = Duration.ofSeconds(5);

    /** Delay after the n-th failure (config.md section 5); after the last one the message is dead. */
    private static final List<Duration> BACKOFF = List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(16));

    private final Database database;
    private final Clock clock;
    private final Topics topics;
    private final Duration patience;
    private final Semaphore slots = new Semaphore(AT_A_TIME);
    private final Semaphore bell = new Semaphore(0);
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread loop;
    private volatile boolean closed;

    public OutboxWorker(Database database, Clock clock, List<OutboxReceiver> receivers) {
        this(database, clock, receivers, Duration.ofSeconds(PATIENCE_SECONDS));
    }

    /** @param patience how long one delivery may take */
    OutboxWorker(Database database, Clock clock, List<OutboxReceiver> receivers, Duration patience) {
        this.database = database;
        this.clock = clock;
        this.topics = new Topics(receivers);
        this.patience = patience;
        this.loop = Thread.ofVirtual().name("outbox").unstarted(this::loop);
    }

    public void start() {
        loop.start();
    }

    /** Something new is in the outbox. */
    public void wake() {
        bell.release();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            if (loop.getState() != Thread.State.NEW) {
                loop.join(Duration.ofSeconds(30));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        deliveries.close();
    }

    private void loop() {
        while (!closed) {
            try {
                if (deliverDue() < BATCH && !closed) {
                    boolean rung = bell.tryAcquire(IDLE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    LOG.trace("woken by {}", rung ? "the bell" : "the clock");
                    bell.drainPermits();
                }
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException failure) {
                LOG.warn("the outbox could not be read; trying again", failure);
                pause();
            }
        }
    }

    /** Forgets what was delivered or given up thirty days ago. */
    public void removeOld() {
        database.read(handle -> handle.createUpdate("""
                        delete from platform.outbox
                        where created_at < :before and (delivered_at < :before or dead_at < :before)
                        """)
                .bind("before", clock.instant().minus(KEPT))
                .execute());
    }

    /** Delivers one batch of what is due now; answers how many messages it held. */
    public int deliverDue() {
        List<Message> batch = claim();
        List<Future<?>> running = batch.stream()
                .<Future<?>>map(message -> deliveries.submit(() -> deliver(message)))
                .toList();
        for (var delivery : running) {
            await(delivery);
        }
        return batch.size();
    }

    private static void await(Future<?> delivery) {
        try {
            delivery.get();
        } catch (ExecutionException failure) {
            LOG.error("a delivery could not be recorded; its claim will lapse", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Message(long id, String topic, String payload, int attempts) {}

    private List<Message> claim() {
        Instant now = clock.instant();
        return database.write(transaction -> transaction
                .sql()
                .createQuery("""
                        update platform.outbox set claimed_until = :until, attempts = attempts + 1
                        where id in (
                            select id from platform.outbox
                            where delivered_at is null and dead_at is null
                              and (topic = any(:topics) or topic like any(:families))
                              and due_at <= :now and (claimed_until is null or claimed_until < :now)
                            order by due_at limit :batch for update skip locked)
                        returning id, topic, payload::text as payload, attempts
                        """)
                .bind("until", now.plus(CLAIM))
                .bind("now", now)
                .bind("batch", BATCH)
                .bindArray("topics", String.class, topics.names().toArray())
                .bindArray("families", String.class, topics.likePatterns().toArray())
                .map((row, context) -> new Message(
                        row.getLong("id"), row.getString("topic"), row.getString("payload"), row.getInt("attempts")))
                .list());
    }

    private void deliver(Message message) {
        slots.acquireUninterruptibly();
        try {
            receive(message, Json.read(message.payload()));
            delivered(message);
        } catch (Exception | Error failure) {
            failed(message, failure);
        } finally {
            slots.release();
        }
    }

    /** On a thread of its own, so that a receiver that hangs is left behind and what happened can still be recorded. */
    private void receive(Message message, JsonNode payload) throws Exception {
        Optional<OutboxReceiver> receiver = topics.receiver(message.topic());
        if (receiver.isEmpty()) {
            return;
        }
        Future<?> delivery = deliveries.submit(() -> {
            receiver.get().deliver(message.id(), message.topic(), payload);
            return null;
        });
        try {
            delivery.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            delivery.cancel(true);
            throw new TimeoutException("not delivered within " + patience.toSeconds() + " s");
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception exception ? exception : failure;
        }
    }

    private void delivered(Message message) {
        database.read(handle -> handle.createUpdate(
                        "update platform.outbox set delivered_at = :now, claimed_until = null where id = :id")
                .bind("now", clock.instant())
                .bind("id", message.id())
                .execute());
    }

    private void failed(Message message, Throwable failure) {
        if (message.attempts() > BACKOFF.size() || failure instanceof PermanentFailure) {
            dead(message, failure);
            return;
        }
        Duration wait = BACKOFF.get(message.attempts() - 1);
        LOG.warn("outbox message {} ({}) failed, next try in {}", message.id(), message.topic(), wait, failure);
        database.read(handle -> handle.createUpdate("""
                        update platform.outbox set claimed_until = null, due_at = :due, last_error = :error
                        where id = :id and attempts = :attempts
                        """)
                .bind("due", clock.instant().plus(wait))
                .bind("error", reason(failure))
                .bind("attempts", message.attempts())
                .bind("id", message.id())
                .execute());
    }

    /** Only the last claim may give up: one that lapsed meanwhile belongs to another worker. */
    private void dead(Message message, Throwable failure) {
        LOG.error(
                "outbox message {} ({}) is dead after {} attempts",
                message.id(),
                message.topic(),
                message.attempts(),
                failure);
        database.run(transaction -> {
            int given = transaction
                    .sql()
                    .createUpdate("""
                            update platform.outbox set claimed_until = null, last_error = :error, dead_at = :now
                            where id = :id and attempts = :attempts
                            """)
                    .bind("error", reason(failure))
                    .bind("attempts", message.attempts())
                    .bind("now", transaction.now())
                    .bind("id", message.id())
                    .execute();
            if (given == 1 && mayTell(message)) {
                transaction.send(OutboxMessage.of(DEAD_TOPIC, "message " + message.id(), obituary(message, failure)));
            }
        });
    }

    /** A notification that cannot be delivered is not told by another one. */
    private boolean mayTell(Message message) {
        return !message.topic().startsWith("notify.")
                && topics.receiver(DEAD_TOPIC).isPresent();
    }

    private static Notification obituary(Message message, Throwable failure) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("message_id", String.valueOf(message.id()));
        metadata.put("topic", message.topic());
        metadata.put("attempts", String.valueOf(message.attempts()));
        metadata.put("error", reason(failure));
        return Notification.critical(
                "Delivery given up", "A message could not be delivered and will not be tried again.", metadata);
    }

    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage()).replace('\0', '?');
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
