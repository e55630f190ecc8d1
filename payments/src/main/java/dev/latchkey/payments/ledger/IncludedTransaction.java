package dev.latchkey.payments.ledger;

import dev.latchkey.networks.stellar.xdr.OperationResult;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import dev.latchkey.networks.stellar.xdr.XdrException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that a ledger holds, successful or failed: its sequence number and its fee are gone either way.
 *
 * @param hash of the fee bump where there is one
 * @param innerHash of the transaction inside a fee bump, else null
 * @param source the account whose sequence number it used, {@code G…}
 * @param feeAccount who paid, {@code G…}
 * @param sequence of the source account after it
 * @param envelopeXdr base 64
 */
public record IncludedTransaction(
        String hash,
        @Nullable String innerHash,
        String source,
        String feeAccount,
        long sequence,
        long feeCharged,
        String envelopeXdr,
        TransactionResult result) {

    /** The id with which the source was written ({@code M…}), unsigned by its bits. */
    public Optional<Long> sourceMuxedId() {
        try {
            return switch (TransactionEnvelope.parse(envelopeXdr)) {
                case TransactionEnvelope.V0 old -> Optional.empty();
                case TransactionEnvelope.V1 plain ->
                    Optional.ofNullable(plain.transaction().source().id());
                case TransactionEnvelope.FeeBump bump ->
                    Optional.ofNullable(
                            bump.transaction().inner().transaction().source().id());
            };
        } catch (XdrException newerThanWe) {
            return Optional.empty();
        }
    }

    public boolean successful() {
        return result.succeeded();
    }

    /** The hash that a signer of the transaction (not of a fee bump around it) knows it by. */
    public String signedHash() {
        return innerHash == null ? hash : innerHash;
    }

    /** {@code tx_failed: op_underfunded}, with the first operation that did not succeed. */
    public String reason() {
        String code = result.effectiveCode().horizonCode();
        Optional<String> operation = operationCodes().stream()
                .filter(each -> !each.equals("op_success"))
                .findFirst();
        return operation.map(each -> code + ": " + each).orElse(code);
    }

    /** One code per operation, {@code op_success} and others; empty when none was tried. */
    public List<String> operationCodes() {
        return result.effectiveOperations().stream()
                .map(OperationResult::horizonCode)
                .toList();
    }
}
