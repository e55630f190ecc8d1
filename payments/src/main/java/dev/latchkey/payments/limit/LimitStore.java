package dev.latchkey.payments.limit;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@code payments.limits}. */
final class LimitStore {

    Optional<WalletLimit> find(Handle sql, UUID walletId) {
        return sql.createQuery("""
                        select id, wallet_id, daily, per_transaction, created_at, updated_at
                        from payments.limits where wallet_id = :wallet
                        """)
                .bind("wallet", walletId)
                .map((row, context) -> limit(row))
                .findOne();
    }

    WalletLimit put(Transaction tx, UUID walletId, long daily, long perTransaction) {
        return tx.sql()
                .createQuery("""
                        insert into payments.limits (id, wallet_id, daily, per_transaction, created_at, updated_at)
                        values (:id, :wallet, :daily, :perTransaction, :now, :now)
                        on conflict (wallet_id) do update
                            set daily = excluded.daily, per_transaction = excluded.per_transaction,
                                updated_at = excluded.updated_at
                        returning id, wallet_id, daily, per_transaction, created_at, updated_at
                        """)
                .bind("id", UUID.randomUUID())
                .bind("wallet", walletId)
                .bind("daily", daily)
                .bind("perTransaction", perTransaction)
                .bind("now", tx.now())
                .map((row, context) -> limit(row))
                .one();
    }

    boolean delete(Transaction tx, UUID walletId) {
        return tx.sql()
                        .createUpdate("delete from payments.limits where wallet_id = :wallet")
                        .bind("wallet", walletId)
                        .execute()
                == 1;
    }

    private static WalletLimit limit(ResultSet row) throws SQLException {
        return new WalletLimit(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "wallet_id"),
                row.getLong("daily"),
                row.getLong("per_transaction"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
