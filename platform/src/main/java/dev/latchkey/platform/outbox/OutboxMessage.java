package dev.latchkey.platform.outbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to deliver after the act is stored.
 *
 * @param topic which receiver takes it
 * @param key what it is about, for logs
 * @param payload a record of the topic's own, stored as JSON
 * @param delay how long it may not be delivered yet
 */
public record OutboxMessage(String topic, @Nullable String key, Object payload, Duration delay) {

    public static OutboxMessage of(String topic, String key, Object payload) {
        return new OutboxMessage(topic, key, payload, Duration.ZERO);
    }

    /** The row as the transaction stores it. */
    public Row row(Instant now) {
        return new Row(topic, key, payload, now.toString(), now.plus(delay).toString());
    }

    /** Names are the columns of {@code platform.outbox}. */
    public record Row(String topic, @Nullable String key, Object payload, String created_at, String due_at) {}
}
