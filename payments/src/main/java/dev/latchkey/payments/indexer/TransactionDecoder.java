package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.FeeBumpTransaction;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.OperationResult;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.XdrException;
import dev.latchkey.payments.ledger.IncludedTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the envelope and the result of a transaction that a ledger holds. */
final class TransactionDecoder {
    private final OperationReader operations = new OperationReader();

    /** @throws XdrException if the envelope cannot be read or does not fit its result */
    DecodedTransaction decode(IncludedTransaction included) {
        Set<AccountId> payers =
                Set.copyOf(List.of(AccountId.parse(included.source()), AccountId.parse(included.feeAccount())));
        if (!included.successful()) {
            return new DecodedTransaction(payers, List.of(), null);
        }
        Transaction transaction = inner(TransactionEnvelope.parse(included.envelopeXdr()));
        return new DecodedTransaction(payers, operations(transaction, included), LedgerText.of(transaction.memo()));
    }

    private List<OperationNotes> operations(Transaction transaction, IncludedTransaction included) {
        List<OperationResult> results = included.result().effectiveOperations();
        if (results.size() != transaction.operations().size()) {
            throw new XdrException("a result with another number of operations than its transaction");
        }
        List<OperationNotes> notes = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            notes.add(operation(transaction, transaction.operations().get(i), results.get(i)));
        }
        return notes;
    }

    private OperationNotes operation(Transaction transaction, Operation operation, OperationResult result) {
        MuxedAccount own = operation.source();
        MuxedAccount source = own == null ? transaction.source() : own;
        return switch (result) {
            case OperationResult.Tried tried ->
                operations.read(source, operation.body(), tried.detail(), transaction.sorobanData());
            case OperationResult.NotTried notTried ->
                throw new XdrException("an operation that was not tried in a transaction that succeeded");
        };
    }

    private static Transaction inner(TransactionEnvelope envelope) {
        return switch (envelope.signable()) {
            case Transaction transaction -> transaction;
            case FeeBumpTransaction bump -> bump.inner().transaction();
        };
    }
}
