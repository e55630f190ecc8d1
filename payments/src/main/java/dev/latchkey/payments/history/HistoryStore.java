package dev.latchkey.payments.history;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@code payments.history_entries}. */
public final class HistoryStore {

    /**
     * An entry and the payment of ours that it is part of.
     *
     * @param transactionId of a payment of the same project
     */
    record Told(HistoryRow row, @Nullable UUID transactionId) {}

    private record Claimable(String id, ClaimableAmount amount) {}

    /** Adds entries; those that are there already stay as they are. */
    public void insert(Transaction tx, List<HistoryRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        tx.sql()
                .createUpdate("""
                        insert into payments.history_entries (id, project_id, wallet_id, network, ledger,
                            transaction_index, operation_index, kind, direction, amount, asset, exchanged_amount,
                            exchanged_asset, counterparty, counterparty_wallet_id, counterparty_user_id, memo, detail,
                            claimable_balance, stellar_hash, signed_hash, occurred_at)
                        select id, project_id, wallet_id, network, ledger, transaction_index, operation_index, kind,
                            direction, amount, asset, exchanged_amount, exchanged_asset, counterparty,
                            counterparty_wallet_id, counterparty_user_id, memo, detail, claimable_balance,
                            stellar_hash, signed_hash, occurred_at
                        from jsonb_to_recordset(cast(:rows as jsonb)) as rows(id uuid, project_id uuid, wallet_id uuid,
                            network text, ledger integer, transaction_index integer, operation_index integer,
                            kind text, direction text, amount bigint, asset text, exchanged_amount bigint,
                            exchanged_asset text, counterparty text, counterparty_wallet_id uuid,
                            counterparty_user_id uuid, memo text, detail text, claimable_balance text,
                            stellar_hash text, signed_hash text, occurred_at timestamptz)
                        on conflict (network, ledger, transaction_index, operation_index, wallet_id) do nothing
                        """)
                .bind("rows", Json.write(rows.stream().map(Columned::of).toList()))
                .execute();
    }

    /** What claimable balances hold that entries tell of, by id. */
    public Map<String, ClaimableAmount> claimable(Handle sql, WalletNetwork network, Collection<String> ids) {
        return sql
                .createQuery("""
                        select distinct on (claimable_balance) claimable_balance, amount, asset
                        from payments.history_entries
                        where network = :network and amount is not null
                            and claimable_balance in (select jsonb_array_elements_text(cast(:ids as jsonb)))
                        """)
                .bind("network", network)
                .bind("ids", Json.write(ids))
                .map((row, context) -> new Claimable(
                        row.getString("claimable_balance"),
                        new ClaimableAmount(row.getLong("amount"), AssetId.parse(row.getString("asset")))))
                .stream()
                .collect(Collectors.toMap(Claimable::id, Claimable::amount));
    }

    /** A wallet's entries older than {@code before}, newest first. */
    List<Told> page(Handle sql, UUID walletId, HistoryCursor before, int limit) {
        return sql.createQuery("""
                        select h.id, h.project_id, h.wallet_id, h.network, h.ledger, h.transaction_index,
                            h.operation_index, h.kind, h.direction, h.amount, h.asset, h.exchanged_amount,
                            h.exchanged_asset, h.counterparty, h.counterparty_wallet_id, h.counterparty_user_id,
                            h.memo, h.detail, h.claimable_balance, h.stellar_hash, h.signed_hash, h.occurred_at,
                            t.id as transaction_id
                        from payments.history_entries h
                        left join payments.envelopes e on e.hash = h.signed_hash
                        left join payments.transactions t on t.id = e.transaction_id and t.project_id = h.project_id
                        where h.wallet_id = :wallet
                            and (h.ledger, h.transaction_index, h.operation_index)
                                < (:ledger, :transactionIndex, :operationIndex)
                        order by h.ledger desc, h.transaction_index desc, h.operation_index desc
                        limit :limit
                        """)
                .bind("wallet", walletId)
                .bind("ledger", before.ledger())
                .bind("transactionIndex", before.transactionIndex())
                .bind("operationIndex", before.operationIndex())
                .bind("limit", limit)
                .map((row, context) -> new Told(entry(row), Columns.optionalUuid(row, "transaction_id")))
                .list();
    }

    private static HistoryRow entry(ResultSet row) throws SQLException {
        return new HistoryRow(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                Columns.uuid(row, "wallet_id"),
                WalletNetwork.valueOf(row.getString("network")),
                row.getInt("ledger"),
                row.getInt("transaction_index"),
                row.getInt("operation_index"),
                HistoryKind.valueOf(row.getString("kind")),
                Direction.valueOf(row.getString("direction")),
                units(row, "amount"),
                asset(row, "asset"),
                units(row, "exchanged_amount"),
                asset(row, "exchanged_asset"),
                Columns.optionalText(row, "counterparty"),
                Columns.optionalUuid(row, "counterparty_wallet_id"),
                Columns.optionalUuid(row, "counterparty_user_id"),
                Columns.optionalText(row, "memo"),
                Columns.optionalText(row, "detail"),
                Columns.optionalText(row, "claimable_balance"),
                row.getString("stellar_hash"),
                row.getString("signed_hash"),
                Columns.instant(row, "occurred_at"));
    }

    private static @Nullable Long units(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : (Long) value;
    }

    private static @Nullable AssetId asset(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : AssetId.parse(text);
    }

    /** Names are the columns. */
    private record Columned(
            UUID id,
            UUID project_id,
            UUID wallet_id,
            String network,
            int ledger,
            int transaction_index,
            int operation_index,
            String kind,
            String direction,
            @Nullable Long amount,
            @Nullable String asset,
            @Nullable Long exchanged_amount,
            @Nullable String exchanged_asset,
            @Nullable String counterparty,
            @Nullable UUID counterparty_wallet_id,
            @Nullable UUID counterparty_user_id,
            @Nullable String memo,
            @Nullable String detail,
            @Nullable String claimable_balance,
            String stellar_hash,
            String signed_hash,
            String occurred_at) {

        static Columned of(HistoryRow row) {
            return new Columned(
                    row.id(),
                    row.projectId(),
                    row.walletId(),
                    row.network().name(),
                    row.ledger(),
                    row.transactionIndex(),
                    row.operationIndex(),
                    row.kind().name(),
                    row.direction().name(),
                    row.amount(),
                    text(row.asset()),
                    row.exchangedAmount(),
                    text(row.exchangedAsset()),
                    row.counterparty(),
                    row.counterpartyWalletId(),
                    row.counterpartyUserId(),
                    row.memo(),
                    row.detail(),
                    row.claimableBalance(),
                    row.stellarHash(),
                    row.signedHash(),
                    row.occurredAt().toString());
        }

        private static @Nullable String text(@Nullable AssetId asset) {
            return asset == null ? null : asset.toString();
        }
    }
}
