package dev.latchkey.payments.submission;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Payments waiting to be signed: oldest first, those whose accounts or trustlines are still being made left out. */
final class PaymentQueue {
    private static final String READY = """
            t.network = :network and t.phase = 'QUEUED'
            and not exists (
                select from payments.accounts a
                where a.wallet_id in (t.sender_wallet_id, t.receiver_wallet_id) and a.state in ('QUEUED', 'IN_FLIGHT'))
            and not exists (
                select from payments.trustlines l
                where l.wallet_id in (t.sender_wallet_id, t.receiver_wallet_id) and l.asset = t.asset
                  and l.state in ('QUEUED', 'IN_FLIGHT'))
            """;

    /**
     * A payment to be signed.
     *
     * @param attempts how many envelopes it has had
     * @param forgotten it is in the ledger already, found there after this database was restored
     */
    record Waiting(
            UUID id,
            UUID projectId,
            UUID senderWalletId,
            String senderAddress,
            String destination,
            AssetId asset,
            long amount,
            @Nullable String memo,
            long marker,
            int attempts,
            boolean forgotten) {}

    /** At most {@code limit} payments, locked for the caller alone. */
    List<Waiting> claim(Transaction tx, WalletNetwork network, int limit) {
        return tx.sql()
                .createQuery("""
                        select t.id, t.project_id, t.sender_wallet_id, t.sender_address, t.destination, t.asset,
                            t.amount, t.memo, t.marker, t.attempts,
                            exists (select from payments.forgotten_payments f
                                    where f.network = t.network and f.marker = t.marker) as forgotten
                        from payments.transactions t where
                        """ + READY + " order by t.number limit :limit for update of t skip locked")
                .bind("network", network)
                .bind("limit", limit)
                .map((row, context) -> new Waiting(
                        Columns.uuid(row, "id"),
                        Columns.uuid(row, "project_id"),
                        Columns.uuid(row, "sender_wallet_id"),
                        row.getString("sender_address"),
                        row.getString("destination"),
                        AssetId.parse(row.getString("asset")),
                        row.getLong("amount"),
                        Columns.optionalText(row, "memo"),
                        row.getLong("marker"),
                        row.getInt("attempts"),
                        row.getBoolean("forgotten")))
                .list();
    }

    /** How many could be signed if there were channels. */
    int ready(Handle sql, WalletNetwork network) {
        return sql.createQuery("select count(*) from payments.transactions t where " + READY)
                .bind("network", network)
                .mapTo(Integer.class)
                .one();
    }

    /** They now have a signed envelope each. */
    void signed(Transaction tx, List<SignedTransaction> envelopes) {
        PreparedBatch batch = tx.sql().prepareBatch("""
                update payments.transactions
                set phase = 'SIGNED', status = 'SUBMITTED',
                    status_changed_at = case when status = 'SUBMITTED' then status_changed_at else :now end,
                    submitted_at = coalesce(submitted_at, :now), stellar_hash = :hash, attempts = attempts + 1,
                    updated_at = :now
                where id = :id
                """);
        for (SignedTransaction envelope : envelopes) {
            batch.bind("now", tx.now())
                    .bind("hash", envelope.hash())
                    .bind("id", envelope.transactionId())
                    .add();
        }
        batch.execute();
    }

    /** Its envelope died: it may be signed again. */
    void requeue(Transaction tx, UUID id) {
        tx.sql().createUpdate("""
                        update payments.transactions set phase = 'QUEUED', updated_at = :now
                        where id = :id and phase = 'SIGNED'
                        """).bind("now", tx.now()).bind("id", id).execute();
    }

    int attempts(Transaction tx, UUID id) {
        return tx.sql()
                .createQuery("select attempts from payments.transactions where id = :id for update")
                .bind("id", id)
                .mapTo(Integer.class)
                .one();
    }
}
