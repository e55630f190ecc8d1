package dev.latchkey.payments.transaction;

import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keys of payments, kept for ever on the transaction's own row: one key, one payment (decision 30). */
final class IdempotencyKeys {
    private final TransactionStore store = new TransactionStore();

    /**
     * Takes the key until the transaction ends.
     *
     * @throws ApiException 409 while another request has it
     */
    void claim(Transaction tx, UUID projectId, String key) {
        boolean taken = tx.sql()
                .createQuery("select pg_try_advisory_xact_lock(hashtextextended(:text, 0))")
                .bind("text", "payments.idempotency/" + projectId + "/" + key)
                .mapTo(Boolean.class)
                .one();
        if (!taken) {
            throw new ApiException(
                            409,
                            "IDEMPOTENCY_KEY_IN_FLIGHT",
                            "A request with idempotency key \"" + key + "\" is still being processed")
                    .header("Retry-After", "1");
        }
    }

    /**
     * The transaction that the key led to.
     *
     * @throws ApiException 422 if that was another request
     */
    Optional<StoredTransaction> find(Handle sql, UUID projectId, String key, Fingerprint fingerprint) {
        Optional<StoredTransaction> earlier = store.findByKey(sql, projectId, key);
        if (earlier.isPresent() && !earlier.get().fingerprint().equals(fingerprint.hex())) {
            throw ApiException.unprocessable(
                    "IDEMPOTENCY_KEY_REUSED",
                    "Idempotency key \"" + key + "\" was already used for a different transaction");
        }
        return earlier;
    }
}
