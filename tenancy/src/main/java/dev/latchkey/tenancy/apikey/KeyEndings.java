package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;

/** Keys that end by the clock: an expired key at its first use afterwards, a rotated one once its grace is over. */
public final class KeyEndings {

    private static final String ROTATED = "Rotated, and the grace period is over";

    private final Database database;
    private final ApiKeyStore store = new ApiKeyStore();

    public KeyEndings(Database database) {
        this.database = database;
    }

    /** Makes a key EXPIRED that is past its expiry. */
    void expire(UUID id, UUID projectId, Origin origin) {
        database.run(transaction -> {
            store.expire(transaction.sql(), id, transaction.now()).ifPresent(hash -> {
                HeldKeys.changed(transaction, hash);
                transaction.audit(AuditEvent.success("api_key.expired", origin, projectId, "api_key", id));
            });
        });
    }

    /** Makes every rotated key past its grace REVOKED; answers how many. */
    public int retireRotated() {
        return database.write(transaction -> {
            var ended = store.retire(transaction.sql(), ROTATED, transaction.now());
            ended.forEach(key -> {
                HeldKeys.changed(transaction, key.hash());
                transaction.audit(
                        AuditEvent.success("api_key.revoked", Origin.SYSTEM, key.projectId(), "api_key", key.id())
                                .with("reason", ROTATED));
            });
            return ended.size();
        });
    }
}
