package dev.latchkey.custody.wallet;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which wallets were made under which idempotency keys; kept for 30 days (decision 30). */
final class CreationRecords {

    static final Duration KEPT = Duration.ofDays(30);

    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended(:projectId || ' ' || :key, 0))
            """;

    private static final String FIND = """
            select user_id, network, wallet_id
            from custody.wallet_creations
            where project_id = :projectId and idempotency_key = :key and expires_at > :now
            """;

    private static final String SAVE = """
            with expired as (
                delete from custody.wallet_creations
                where (project_id, idempotency_key) in (
                    select project_id, idempotency_key from custody.wallet_creations
                    where expires_at <= :now and not (project_id = :projectId and idempotency_key = :key)
                    limit 100
                    for update skip locked)
            )
            insert into custody.wallet_creations (project_id, idempotency_key, user_id, network, wallet_id, expires_at)
            values (:projectId, :key, :userId, :network, :walletId, :expiresAt)
            on conflict (project_id, idempotency_key) do update
            set user_id = excluded.user_id, network = excluded.network, wallet_id = excluded.wallet_id,
                expires_at = excluded.expires_at
            """;

    /** What a key was used for. */
    record Creation(UUID userId, WalletNetwork network, UUID walletId) {

        boolean isFor(UUID user, WalletNetwork other) {
            return userId.equals(user) && network == other;
        }
    }

    /** Lets one transaction at a time use the key; the next one sees what it left. */
    void lock(Handle sql, UUID projectId, String key) {
        sql.createQuery(LOCK)
                .bind("projectId", projectId.toString())
                .bind("key", key)
                .map((row, context) -> true)
                .one();
    }

    Optional<Creation> find(Handle sql, UUID projectId, String key, Instant now) {
        return sql.createQuery(FIND)
                .bind("projectId", projectId)
                .bind("key", key)
                .bind("now", now)
                .map((row, context) -> new Creation(
                        Columns.uuid(row, "user_id"),
                        WalletNetwork.valueOf(row.getString("network")),
                        Columns.uuid(row, "wallet_id")))
                .findOne();
    }

    /** Writes the record, and takes some that are past their time along. */
    void save(Handle sql, UUID projectId, String key, WalletRow wallet, Instant now) {
        sql.createUpdate(SAVE)
                .bind("projectId", projectId)
                .bind("key", key)
                .bind("userId", wallet.userId())
                .bind("network", wallet.network().name())
                .bind("walletId", wallet.id())
                .bind("now", now)
                .bind("expiresAt", now.plus(KEPT))
                .execute();
    }
}
