package dev.latchkey.payments.transaction;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code payments.transactions}: creating and reading. */
final class TransactionStore {
    private static final String COLUMNS = """
            t.id, t.project_id, t.network, t.sender_wallet_id, t.sender_address, t.receiver_wallet_id, t.destination,
            t.asset, t.amount, t.memo, t.metadata::text as metadata, t.idempotency_key,
            encode(t.request_hash, 'hex') as fingerprint, t.status, t.status_changed_at, t.status_reason,
            t.stellar_hash, t.stellar_ledger, t.stellar_fee, t.submitted_at, t.confirmed_at, t.failed_at,
            t.created_at, t.updated_at
            """;

    /** What a list is narrowed to; null where it is not. */
    record Filter(
            @Nullable UUID senderWalletId,
            @Nullable UUID receiverWalletId,
            @Nullable TransactionStatus status) {

        /** Only what is asked: "is null or" would keep PostgreSQL from the index of the wallet. */
        private String conditions() {
            return (senderWalletId == null ? "" : " and t.sender_wallet_id = :sender")
                    + (receiverWalletId == null ? "" : " and t.receiver_wallet_id = :receiver")
                    + (status == null ? "" : " and t.status = :status");
        }

        private Map<String, Object> bindings() {
            Map<String, Object> bindings = new HashMap<>();
            if (senderWalletId != null) {
                bindings.put("sender", senderWalletId);
            }
            if (receiverWalletId != null) {
                bindings.put("receiver", receiverWalletId);
            }
            if (status != null) {
                bindings.put("status", status);
            }
            return bindings;
        }
    }

    /** Payments from or to any of the wallets, newest first. */
    List<StoredTransaction> ofWallets(Handle sql, List<UUID> walletIds, int limit) {
        return ofWallets(sql, walletIds, limit, 0);
    }

    StoredTransaction insert(Transaction tx, UUID id, long marker, NewPayment payment) {
        ObjectNode metadata = payment.metadata();
        return tx.sql()
                .createQuery("""
                        insert into payments.transactions as t (id, project_id, network, sender_wallet_id,
                            sender_address, receiver_wallet_id, destination, asset, amount, memo, metadata,
                            idempotency_key, request_hash, marker, status, phase, status_changed_at, created_at,
                            updated_at)
                        values (:id, :project, :network, :sender, :senderAddress, :receiver, :destination, :asset,
                            :amount, :memo, cast(:metadata as jsonb), :key, :fingerprint, :marker, 'PENDING', 'QUEUED',
                            :now, :now, :now)
                        returning
                        """ + COLUMNS)
                .bind("id", id)
                .bind("project", payment.sender().projectId())
                .bind("network", payment.sender().network())
                .bind("sender", payment.sender().id())
                .bind("senderAddress", payment.sender().publicKey())
                .bind(
                        "receiver",
                        payment.receiver() == null ? null : payment.receiver().id())
                .bind("destination", payment.destination().toString())
                .bind("asset", payment.asset().toString())
                .bind("amount", payment.amount())
                .bind("memo", payment.memo())
                .bind("metadata", metadata == null ? null : Json.write(metadata))
                .bind("key", payment.idempotencyKey())
                .bind("fingerprint", payment.fingerprint().bytes())
                .bind("marker", marker)
                .bind("now", tx.now())
                .map((row, context) -> transaction(row))
                .one();
    }

    Optional<StoredTransaction> find(Handle sql, UUID projectId, UUID id) {
        return sql.createQuery("select " + COLUMNS + """
                        from payments.transactions t where t.id = :id and t.project_id = :project
                        """)
                .bind("id", id)
                .bind("project", projectId)
                .map((row, context) -> transaction(row))
                .findOne();
    }

    /** By id, locked until the transaction ends. */
    Optional<StoredTransaction> lock(Transaction tx, UUID id) {
        return tx.sql()
                .createQuery("select " + COLUMNS + "from payments.transactions t where t.id = :id for update")
                .bind("id", id)
                .map((row, context) -> transaction(row))
                .findOne();
    }

    Optional<StoredTransaction> findByKey(Handle sql, UUID projectId, String idempotencyKey) {
        return sql.createQuery("select " + COLUMNS + """
                        from payments.transactions t
                        where t.project_id = :project and t.idempotency_key = :key
                        """)
                .bind("project", projectId)
                .bind("key", idempotencyKey)
                .map((row, context) -> transaction(row))
                .findOne();
    }

    /** By the hash of the transaction or of the fee bump around it. */
    Optional<StoredTransaction> findByHash(Handle sql, UUID projectId, String hash) {
        return sql.createQuery("select " + COLUMNS + """
                        from payments.transactions t
                        where t.project_id = :project and t.id in (
                            select id from payments.transactions where stellar_hash = :hash
                            union all
                            select transaction_id from payments.envelopes where hash = :hash
                            union all
                            select transaction_id from payments.envelopes where bump_hash = :hash)
                        """)
                .bind("project", projectId)
                .bind("hash", hash)
                .map((row, context) -> transaction(row))
                .findOne();
    }

    /** Newest first. */
    List<StoredTransaction> list(Handle sql, UUID projectId, Filter filter, Page page) {
        return sql.createQuery("select " + COLUMNS + """
                        from payments.transactions t
                        where t.project_id = :project
                        """ + filter.conditions()
                        + " order by t.number desc limit :limit offset :offset")
                .bind("project", projectId)
                .bindMap(filter.bindings())
                .bind("limit", page.fetch())
                .bind("offset", page.offset())
                .map((row, context) -> transaction(row))
                .list();
    }

    /** Those the wallet sent or received, newest first. */
    List<StoredTransaction> ofWallet(Handle sql, UUID walletId, Page page) {
        return ofWallets(sql, List.of(walletId), page.fetch(), page.offset());
    }

    /**
     * As many from the front of two indexes as can be wanted. As one condition with "or" PostgreSQL may well read all
     * payments of the installation from the newest on, until a page is full.
     */
    private List<StoredTransaction> ofWallets(Handle sql, List<UUID> walletIds, int limit, long offset) {
        return sql.createQuery("select " + COLUMNS + """
                        from (
                            select distinct own.number from unnest(:wallets) wallet, lateral (
                                (select number from payments.transactions
                                 where sender_wallet_id = wallet order by number desc limit :wanted)
                                union all
                                (select number from payments.transactions
                                 where receiver_wallet_id = wallet order by number desc limit :wanted)) own
                            order by number desc limit :limit offset :offset) page
                        join payments.transactions t on t.number = page.number
                        order by t.number desc
                        """)
                .bindArray("wallets", UUID.class, walletIds.toArray())
                .bind("wanted", offset + limit)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> transaction(row))
                .list();
    }

    private static StoredTransaction transaction(ResultSet row) throws SQLException {
        long fee = row.getLong("stellar_fee");
        Long knownFee = row.wasNull() ? null : (Long) fee;
        return new StoredTransaction(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                WalletNetwork.valueOf(row.getString("network")),
                Columns.uuid(row, "sender_wallet_id"),
                row.getString("sender_address"),
                Columns.optionalUuid(row, "receiver_wallet_id"),
                row.getString("destination"),
                AssetId.parse(row.getString("asset")),
                row.getLong("amount"),
                Columns.optionalText(row, "memo"),
                Columns.optionalText(row, "metadata"),
                Columns.optionalText(row, "idempotency_key"),
                row.getString("fingerprint"),
                TransactionStatus.valueOf(row.getString("status")),
                Columns.instant(row, "status_changed_at"),
                Columns.optionalText(row, "status_reason"),
                Columns.optionalText(row, "stellar_hash"),
                Columns.optionalInteger(row, "stellar_ledger"),
                knownFee,
                Columns.optionalInstant(row, "submitted_at"),
                Columns.optionalInstant(row, "confirmed_at"),
                Columns.optionalInstant(row, "failed_at"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
