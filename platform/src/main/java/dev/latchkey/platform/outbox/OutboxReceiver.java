package dev.latchkey.platform.outbox;

import tools.jackson.databind.JsonNode;

/**
 * Delivers the messages of one topic. Delivery is at least once: the same message may come again after a crash, and the
 * receiver must make nothing of it.
 */
public interface OutboxReceiver {

    String topic();

    /** Delivers; any exception means "not delivered, try again later". */
    void deliver(long messageId, JsonNode payload) throws Exception;
}
