package dev.latchkey.platform.outbox;

import tools.jackson.databind.JsonNode;

/**
 * Delivers the messages of one topic or of a family of topics. Delivery is at least once: the same message may come again
 * after a crash, and the receiver must make nothing of it.
 */
public interface OutboxReceiver {

    /** One topic, or with {@code .*} at its end every topic that begins so. */
    String topic();

    /**
     * Delivers, within thirty seconds; a receiver that takes longer is interrupted.
     *
     * @throws PermanentFailure when no later try can succeed; any other exception means "not delivered, try again later"
     */
    void deliver(long messageId, String topic, JsonNode payload) throws Exception;
}
