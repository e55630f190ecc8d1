package dev.latchkey.custody.wallet;

import dev.latchkey.custody.key.KeyBinding;
import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.crypto.KeyVersion;
import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of wallets. A wallet and its key are written by one statement, so that neither exists without the other. */
final class WalletStore {

    private static final String SELECT = """
            select w.id, w.project_id, w.user_id, w.public_key, w.network, w.status, w.status_reason,
                w.status_changed_at, w.ledger_status, k.encryption_version, w.secret_version, k.key_version,
                w.rotated_from_id, w.successor_id, w.created_at, w.updated_at, w.deleted_at
            from custody.wallets w join custody.keys k on k.id = w.id
            """;

    private static final String INSERT = """
            with wallet as (
                insert into custody.wallets (id, project_id, user_id, network, public_key, status, status_changed_at,
                    ledger_status, secret_version, created_at, updated_at)
                values (:id, :projectId, :userId, :network, :publicKey, 'ACTIVE', :now, 'PENDING', 1, :now, :now)
                on conflict (user_id, network) where deleted_at is null and successor_id is null do nothing
                returning id
            )
            insert into custody.keys (id, project_id, purpose, network, algorithm, public_key, envelope, kek_id,
                kek_version, encryption_version, key_version, created_at)
            select id, :projectId, :purpose, :network, :algorithm, :publicKey, :envelope, :kekId,
                :kekVersion, :encryptionVersion, :keyVersion, :now
            from wallet
            """;

    private static final String CHANGE_STATUS = """
            update custody.wallets
            set status = :status, status_reason = :reason, status_changed_at = :now, updated_at = :now
            where id = :id
            """;

    private static final String DELETE = """
            update custody.wallets
            set status = :status, status_reason = :reason, status_changed_at = :statusChangedAt, updated_at = :now,
                deleted_at = :now
            where id = :id
            """;

    private static final String CHANGE_LEDGER_STATUS = """
            update custody.wallets
            set ledger_status = :status, updated_at = :now
            where id = any(cast(:ids as uuid[])) and ledger_status <> :status
            returning id, project_id
            """;

    /** A wallet of a project, by ids. */
    record Reference(UUID id, UUID projectId) {}

    /** Makes an ACTIVE wallet with its key; false when the user has a live one on the network already. */
    boolean insert(Handle sql, UUID userId, SealedKey key, Instant now) {
        KeyBinding binding = key.binding();
        KeyVersion wrappedBy = key.keyEncryptionKey();
        return sql.createUpdate(INSERT)
                        .bind("id", binding.id())
                        .bind("projectId", binding.projectId())
                        .bind("userId", userId)
                        .bind("network", binding.network().name())
                        .bind("publicKey", binding.publicKey())
                        .bind("purpose", binding.purpose())
                        .bind("algorithm", SealedKey.ALGORITHM)
                        .bind("envelope", key.encoded())
                        .bind("kekId", wrappedBy.keyId())
                        .bind("kekVersion", wrappedBy.version())
                        .bind("encryptionVersion", SealedKey.ENCRYPTION_VERSION)
                        .bind("keyVersion", binding.keyVersion())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** The user's live wallet on the network: the last of its rotations. */
    Optional<WalletRow> live(Handle sql, UUID projectId, UUID userId, WalletNetwork network) {
        return one(sql.createQuery(SELECT + """
                        where w.user_id = :userId and w.network = :network and w.project_id = :projectId
                            and w.deleted_at is null and w.successor_id is null
                        """)
                .bind("userId", userId)
                .bind("network", network.name())
                .bind("projectId", projectId));
    }

    Optional<WalletRow> find(Handle sql, UUID projectId, UUID id) {
        return one(sql.createQuery(SELECT + "where w.id = :id and w.project_id = :projectId and w.deleted_at is null")
                .bind("id", id)
                .bind("projectId", projectId));
    }

    /** As {@link #find}, and keeps others from changing the row until the transaction ends. */
    Optional<WalletRow> lock(Handle sql, UUID projectId, UUID id) {
        return one(sql.createQuery(SELECT + """
                        where w.id = :id and w.project_id = :projectId and w.deleted_at is null
                        for no key update of w
                        """).bind("id", id).bind("projectId", projectId));
    }

    /** A user's wallets, rotated ones too, newest first, 200 at most. */
    List<WalletRow> ofUser(Handle sql, UUID projectId, UUID userId) {
        return many(sql.createQuery(SELECT + """
                        where w.user_id = :userId and w.project_id = :projectId and w.deleted_at is null
                        order by w.created_at desc, w.id
                        """).bind("userId", userId).bind("projectId", projectId));
    }

    /** Gives all wallets of a user to another one of the same project. */
    List<Reference> changeOwner(Handle sql, UUID from, UUID into, Instant now) {
        return sql.createQuery("""
                        update custody.wallets set user_id = :into, updated_at = :now
                        where user_id = :from
                        returning id, project_id
                        """)
                .bind("from", from)
                .bind("into", into)
                .bind("now", now)
                .map((row, context) -> new Reference(Columns.uuid(row, "id"), Columns.uuid(row, "project_id")))
                .list();
    }

    /** Networks on which both users have a live wallet. */
    List<String> sharedNetworks(Handle sql, UUID one, UUID other) {
        return sql.createQuery("""
                        select network from custody.wallets
                        where user_id in (:one, :other) and deleted_at is null and successor_id is null
                        group by network
                        having count(distinct user_id) = 2
                        """)
                .bind("one", one)
                .bind("other", other)
                .mapTo(String.class)
                .list();
    }

    /** A project's wallets, newest first. */
    List<WalletRow> ofProject(Handle sql, UUID projectId, int limit, long offset) {
        return many(sql.createQuery(SELECT + """
                        where w.project_id = :projectId and w.deleted_at is null
                        order by w.created_at desc, w.id
                        limit :limit offset :offset
                        """)
                .bind("projectId", projectId)
                .bind("limit", limit)
                .bind("offset", offset));
    }

    List<WalletRow> byIds(Handle sql, Collection<UUID> ids) {
        return many(sql.createQuery(SELECT + "where w.id = any(cast(:ids as uuid[])) and w.deleted_at is null")
                .bind("ids", array(ids)));
    }

    List<WalletRow> byPublicKeys(Handle sql, WalletNetwork network, Collection<String> publicKeys) {
        return many(
                sql.createQuery(SELECT + """
                        where w.network = :network and w.public_key = any(cast(:publicKeys as text[]))
                            and w.deleted_at is null
                        """).bind("network", network.name()).bind("publicKeys", array(publicKeys)));
    }

    void changeStatus(Handle sql, UUID id, WalletStatus status, @Nullable String reason, Instant now) {
        sql.createUpdate(CHANGE_STATUS)
                .bind("id", id)
                .bind("status", status.name())
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    /** Marks as deleted; the key stays. */
    void delete(Handle sql, WalletRow deleted, Instant now) {
        sql.createUpdate(DELETE)
                .bind("id", deleted.id())
                .bind("status", deleted.status().name())
                .bind("reason", deleted.statusReason())
                .bind("statusChangedAt", deleted.statusChangedAt())
                .bind("now", now)
                .execute();
    }

    /** Answers the wallets that were in another state before. */
    List<Reference> changeLedgerStatus(Handle sql, Collection<UUID> ids, LedgerStatus status, Instant now) {
        return sql.createQuery(CHANGE_LEDGER_STATUS)
                .bind("ids", array(ids))
                .bind("status", status.name())
                .bind("now", now)
                .map((row, context) -> new Reference(Columns.uuid(row, "id"), Columns.uuid(row, "project_id")))
                .list();
    }

    private static Optional<WalletRow> one(Query query) {
        return query.map((row, context) -> wallet(row)).findOne();
    }

    private static List<WalletRow> many(Query query) {
        return query.map((row, context) -> wallet(row)).list();
    }

    /** An array as PostgreSQL writes it; the elements (ids, addresses) need no quoting or are refused by the cast. */
    private static String array(Collection<?> elements) {
        return elements.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static WalletRow wallet(ResultSet row) throws SQLException {
        return new WalletRow(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                Columns.uuid(row, "user_id"),
                row.getString("public_key"),
                WalletNetwork.valueOf(row.getString("network")),
                WalletStatus.valueOf(row.getString("status")),
                Columns.optionalText(row, "status_reason"),
                Columns.instant(row, "status_changed_at"),
                LedgerStatus.valueOf(row.getString("ledger_status")),
                row.getInt("encryption_version"),
                row.getInt("secret_version"),
                row.getInt("key_version"),
                Columns.optionalUuid(row, "rotated_from_id"),
                Columns.optionalUuid(row, "successor_id"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                Columns.optionalInstant(row, "deleted_at"));
    }
}
