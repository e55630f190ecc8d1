package dev.latchkey.server;

import dev.latchkey.platform.outbox.OutboxReceiver;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Delivers security notifications to the log, the one channel that needs no configuration (config.md section 5). */
record LoggedNotifications(String topic) implements OutboxReceiver {

    private static final Logger LOG = LoggerFactory.getLogger("latchkey.notifications");

    /** For every topic that a room puts into the outbox. */
    static List<OutboxReceiver> all() {
        return List.of(new LoggedNotifications("notify.*"));
    }

    @Override
    public void deliver(long messageId, String actual, JsonNode payload) {
        LOG.warn("{} message={} {}", actual, messageId, payload);
    }
}
