package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did.
 *
 * @param payers who lost a fee or a sequence number, whatever became of the operations
 * @param operations in order; empty for a failed transaction
 */
record DecodedTransaction(
        Set<AccountId> payers,
        List<OperationNotes> operations,
        @Nullable String memo) {
    DecodedTransaction {
        payers = Set.copyOf(payers);
        operations = List.copyOf(operations);
    }

    /** Every account that the transaction may have changed. */
    Set<AccountId> touched() {
        Set<AccountId> accounts = new HashSet<>(payers);
        operations.forEach(operation -> accounts.addAll(operation.touched()));
        return accounts;
    }
}
