package dev.latchkey.payments.transaction;

import dev.latchkey.payments.limit.LimitUsage;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.reservation.BalanceReservations;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * The ends of payments: each is reached once, and settles or frees what was reserved in the same transaction. Whoever
 * calls holds the proof: a ledger that has the payment, or the certainty that none ever will.
 */
public final class TransactionOutcomes {
    private final LimitUsage usage = new LimitUsage();
    private final BalanceReservations reservations = new BalanceReservations();

    private record Ended(UUID id, UUID projectId, UUID walletId, AssetId asset, long amount, LocalDate day) {}

    /** A ledger holds the payment, successful. */
    public void confirmed(Transaction tx, UUID id, String hash, int ledger, long feeCharged) {
        Optional<Ended> ended = tx.sql()
                .createQuery("""
                        update payments.transactions
                        set status = 'CONFIRMED', phase = 'DONE', status_reason = null, status_changed_at = :now,
                            confirmed_at = :now, submitted_at = coalesce(submitted_at, :now), stellar_hash = :hash,
                            stellar_ledger = :ledger, stellar_fee = :fee, updated_at = :now
                        where id = :id and phase <> 'DONE'
                        returning id, project_id, sender_wallet_id, asset, amount,
                            cast(created_at at time zone 'UTC' as date) as day
                        """)
                .bind("now", tx.now())
                .bind("hash", hash)
                .bind("ledger", ledger)
                .bind("fee", feeCharged)
                .bind("id", id)
                .map((row, context) -> ended(row))
                .findOne();
        ended.ifPresent(payment -> {
            usage.settle(tx, payment.walletId(), payment.asset(), payment.day(), payment.amount());
            reservations.taken(tx, payment.id(), ledger);
            tx.audit(AuditEvent.success(
                            "transaction.confirmed", Origin.SYSTEM, payment.projectId(), "transaction", payment.id())
                    .with("hash", hash)
                    .with("ledger", ledger));
        });
    }

    /** A ledger holds the payment, failed: nothing was moved. */
    public void failedInLedger(Transaction tx, UUID id, String hash, int ledger, long feeCharged, String reason) {
        Optional<Ended> ended = tx.sql()
                .createQuery("""
                        update payments.transactions
                        set status = 'FAILED', phase = 'DONE', status_reason = :reason, status_changed_at = :now,
                            failed_at = :now, submitted_at = coalesce(submitted_at, :now), stellar_hash = :hash,
                            stellar_ledger = :ledger, stellar_fee = :fee, updated_at = :now
                        where id = :id and phase <> 'DONE'
                        returning id, project_id, sender_wallet_id, asset, amount,
                            cast(created_at at time zone 'UTC' as date) as day
                        """)
                .bind("reason", reason)
                .bind("now", tx.now())
                .bind("hash", hash)
                .bind("ledger", ledger)
                .bind("fee", feeCharged)
                .bind("id", id)
                .map((row, context) -> ended(row))
                .findOne();
        ended.ifPresent(payment -> free(tx, payment, reason));
    }

    /** No ledger holds the payment or ever will. */
    public void neverHappens(Transaction tx, UUID id, String reason) {
        Optional<Ended> ended = tx.sql()
                .createQuery("""
                        update payments.transactions
                        set status = 'FAILED', phase = 'DONE', status_reason = :reason, status_changed_at = :now,
                            failed_at = :now, updated_at = :now
                        where id = :id and phase <> 'DONE'
                        returning id, project_id, sender_wallet_id, asset, amount,
                            cast(created_at at time zone 'UTC' as date) as day
                        """)
                .bind("reason", reason)
                .bind("now", tx.now())
                .bind("id", id)
                .map((row, context) -> ended(row))
                .findOne();
        ended.ifPresent(payment -> free(tx, payment, reason));
    }

    private void free(Transaction tx, Ended payment, String reason) {
        usage.free(tx, payment.walletId(), payment.asset(), payment.day(), payment.amount());
        reservations.free(tx, payment.id());
        tx.audit(AuditEvent.failure(
                        "transaction.failed", Origin.SYSTEM, payment.projectId(), "transaction", payment.id())
                .with("reason", reason));
    }

    private static Ended ended(ResultSet row) throws SQLException {
        return new Ended(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                Columns.uuid(row, "sender_wallet_id"),
                AssetId.parse(row.getString("asset")),
                row.getLong("amount"),
                row.getObject("day", LocalDate.class));
    }
}
