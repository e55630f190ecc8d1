package dev.latchkey.access.apikey;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.DatabaseUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when keys were last used, off the path of requests: some time after the first use of any key, one statement
 * stores all uses of the meantime, and each key at most once a minute.
 */
public final class KeyUses {

    private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);
    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);
    private static final int MOST = 50_000;

    private final Database database;
    private final UserKeyStore store;
    private final Clock clock;
    private final Duration pause;
    private final Map<UUID, Instant> noted = new HashMap<>();
    private Map<UUID, Instant> waiting = new HashMap<>();

    /** @param pause how long uses are gathered before they are stored */
    public KeyUses(Database database, UserKeyStore store, Clock clock, Duration pause) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.pause = pause;
    }

    /** Never waits for the database. */
    void used(UUID keyId) {
        if (note(keyId)) {
            Thread.ofVirtual().name("key-uses").start(this::storeSoon);
        }
    }

    /** Whether somebody has to store what is waiting. */
    private synchronized boolean note(UUID keyId) {
        Instant now = clock.instant();
        Instant last = noted.get(keyId);
        if (last != null && last.plus(AT_MOST_EVERY).isAfter(now)) {
            return false;
        }
        if (noted.size() >= MOST) {
            noted.values().removeIf(time -> !time.plus(AT_MOST_EVERY).isAfter(now));
        }
        if (noted.size() >= MOST) {
            return false;
        }
        noted.put(keyId, now);
        boolean isFirst = waiting.isEmpty();
        waiting.put(keyId, now);
        return isFirst;
    }

    private synchronized Map<UUID, Instant> take() {
        Map<UUID, Instant> taken = waiting;
        waiting = new HashMap<>();
        return taken;
    }

    private void storeSoon() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            store.used(database, take());
        } catch (DatabaseUnavailable away) {
            LOG.debug("last uses of API keys are lost", away);
        } catch (RuntimeException failure) {
            LOG.warn("last uses of API keys could not be stored: {}", failure.getMessage());
        }
    }
}
