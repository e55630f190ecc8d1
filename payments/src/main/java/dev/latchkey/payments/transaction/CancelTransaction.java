package dev.latchkey.payments.transaction;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cancels a payment for which nothing is signed (decision 27). The row lock keeps the signer out meanwhile. */
final class CancelTransaction {
    private static final String DEFAULT_REASON = "cancelled";

    private final Database database;
    private final TransactionStore store = new TransactionStore();
    private final TransactionOutcomes outcomes = new TransactionOutcomes();

    CancelTransaction(Database database) {
        this.database = database;
    }

    /** @throws ApiException 404; 409 unless the move is from PENDING to FAILED */
    StoredTransaction move(Origin origin, UUID id, TransactionStatus to, @Nullable String reason) {
        return database.write(tx -> {
            StoredTransaction transaction = store.lock(tx, id).orElseThrow(() -> unknown(id));
            if (transaction.status() != TransactionStatus.PENDING || to != TransactionStatus.FAILED) {
                throw ApiException.conflict("Invalid status transition: " + transaction.status() + " -> " + to);
            }
            return cancelled(tx, origin, transaction, reason == null ? DEFAULT_REASON : reason);
        });
    }

    private StoredTransaction cancelled(Transaction tx, Origin origin, StoredTransaction transaction, String reason) {
        outcomes.neverHappens(tx, transaction.id(), reason);
        tx.audit(AuditEvent.success(
                        "transaction.cancelled", origin, transaction.projectId(), "transaction", transaction.id())
                .with("reason", reason));
        return store.find(tx.sql(), transaction.projectId(), transaction.id()).orElseThrow();
    }

    static ApiException unknown(Object id) {
        return ApiException.notFound("Transaction " + id + " not found");
    }
}
