package dev.latchkey.payments.balance;

import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@code payments.balances}. */
final class BalanceStore {
    private static final String SELECT = """
            select id, wallet_id, asset, balance, sync_status, last_synced_at, changed_in, last_reconciled_at,
                reconciliation_attempts, on_chain_balance, mismatch_detected_at, created_at, updated_at
            from payments.balances
            """;

    private static final Comparator<StoredBalance> BY_TYPE = Comparator.comparing(
                    (StoredBalance row) -> row.asset().type())
            .thenComparing(row -> row.asset().toString());

    /** What a row is to become; amounts in units of 10⁻⁷. Names are the columns. */
    record Columned(UUID id, String asset, long balance, long spendable) {}

    /** A wallet's balances by type of asset, lumens first. */
    List<StoredBalance> ofWallet(Handle sql, UUID walletId) {
        return sql
                .createQuery(SELECT + "where wallet_id = :wallet")
                .bind("wallet", walletId)
                .map((row, context) -> balance(row))
                .stream()
                .sorted(BY_TYPE)
                .toList();
    }

    Optional<StoredBalance> find(Handle sql, UUID walletId, AssetId asset) {
        return sql.createQuery(SELECT + "where wallet_id = :wallet and asset = :asset")
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .map((row, context) -> balance(row))
                .findOne();
    }

    /** Lets one writer at a time decide what a wallet's balances are. */
    void lock(Transaction tx, UUID walletId) {
        tx.sql()
                .createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:name, 0))")
                .bind("name", "payments.balances:" + walletId)
                .mapTo(Integer.class)
                .one();
    }

    /** Stores a reading; the writer has the {@link #lock} and knows that it is no older than what is stored. */
    void put(Transaction tx, UUID walletId, AccountReading reading, int changedIn) {
        List<Columned> rows = reading.holdings().entrySet().stream()
                .map(holding -> new Columned(
                        UUID.randomUUID(),
                        holding.getKey().toString(),
                        holding.getValue().balance(),
                        holding.getValue().spendable()))
                .toList();
        tx.sql()
                .createUpdate("""
                        with rows as (
                            select id, asset, balance, spendable from jsonb_to_recordset(cast(:rows as jsonb))
                                as rows(id uuid, asset text, balance bigint, spendable bigint)
                        ), vanished as (
                            delete from payments.balances
                            where wallet_id = :wallet and asset not in (select asset from rows)
                        )
                        insert into payments.balances as b (id, wallet_id, asset, balance, spendable, changed_in,
                            sync_status, last_synced_at, on_chain_balance, created_at, updated_at)
                        select id, :wallet, asset, balance, spendable, :ledger, 'SYNCED', :now, balance, :now, :now
                        from rows
                        on conflict (wallet_id, asset) do update set balance = excluded.balance,
                            spendable = excluded.spendable, changed_in = excluded.changed_in,
                            sync_status = excluded.sync_status, last_synced_at = excluded.last_synced_at,
                            on_chain_balance = excluded.on_chain_balance, updated_at = excluded.updated_at
                        """)
                .bind("rows", Json.write(rows))
                .bind("wallet", walletId)
                .bind("ledger", changedIn)
                .bind("now", tx.now())
                .execute();
    }

    void reconciled(Transaction tx, UUID walletId, AssetId asset, boolean matches) {
        tx.sql()
                .createUpdate("""
                        update payments.balances
                        set sync_status = case when :matches then 'SYNCED' else 'MISMATCH' end,
                            last_reconciled_at = case when :matches then cast(:now as timestamptz) else last_reconciled_at end,
                            mismatch_detected_at = case when :matches then null else cast(:now as timestamptz) end,
                            reconciliation_attempts = reconciliation_attempts
                                + case when :matches then 0 else 1 end,
                            updated_at = :now
                        where wallet_id = :wallet and asset = :asset
                        """)
                .bind("matches", matches)
                .bind("now", tx.now())
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .execute();
    }

    /** Marks what was read before {@code threshold}; answers those rows, by type of asset. */
    List<StoredBalance> markStale(Transaction tx, UUID walletId, Instant threshold) {
        tx.sql()
                .createUpdate("""
                        update payments.balances set sync_status = 'STALE', updated_at = :now
                        where wallet_id = :wallet and last_synced_at < :threshold and sync_status <> 'STALE'
                        """)
                .bind("now", tx.now())
                .bind("wallet", walletId)
                .bind("threshold", threshold)
                .execute();
        return ofWallet(tx.sql(), walletId).stream()
                .filter(row -> row.isStaleAt(threshold))
                .toList();
    }

    void markFailed(Transaction tx, Collection<UUID> walletIds) {
        tx.sql()
                .createUpdate("""
                        update payments.balances set sync_status = 'FAILED', updated_at = :now
                        where wallet_id in (select cast(jsonb_array_elements_text(cast(:wallets as jsonb)) as uuid))
                        """)
                .bind("now", tx.now())
                .bind("wallets", Json.write(walletIds))
                .execute();
    }

    private static StoredBalance balance(ResultSet row) throws SQLException {
        return new StoredBalance(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "wallet_id"),
                AssetId.parse(row.getString("asset")),
                row.getLong("balance"),
                SyncStatus.valueOf(row.getString("sync_status")),
                Columns.instant(row, "last_synced_at"),
                row.getInt("changed_in"),
                Columns.optionalInstant(row, "last_reconciled_at"),
                row.getInt("reconciliation_attempts"),
                row.getLong("on_chain_balance"),
                Columns.optionalInstant(row, "mismatch_detected_at"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
