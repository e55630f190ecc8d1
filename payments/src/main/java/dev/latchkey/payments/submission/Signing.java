package dev.latchkey.payments.submission;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.SignableTransaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.platform.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Collects what is to be signed in one transaction of the database and has custody sign it in one statement. */
public final class Signing {

    /**
     * A signer of a transaction.
     *
     * @param address {@code G…}
     */
    public record Signatory(UUID keyId, String address) {}

    private record Unsigned(SignableTransaction transaction, Hash hash, List<Signatory> signatories) {}

    private final Hash networkId;
    private final List<Unsigned> unsigned = new ArrayList<>();

    public Signing(Hash networkId) {
        this.networkId = networkId;
    }

    /** Adds a transaction; answers its hash. */
    public Hash add(SignableTransaction transaction, List<Signatory> signatories) {
        Hash hash = transaction.hash(networkId);
        unsigned.add(new Unsigned(transaction, hash, signatories));
        return hash;
    }

    /** The signed envelopes, in the order of {@link #add}. */
    public List<TransactionEnvelope> sign(Transaction tx, KeyRing keys) {
        List<KeyRing.Request> requests = unsigned.stream()
                .flatMap(each -> each.signatories().stream()
                        .map(signatory -> new KeyRing.Request(signatory.keyId(), each.hash())))
                .toList();
        List<byte[]> signatures = requests.isEmpty() ? List.of() : keys.sign(tx, requests);
        List<TransactionEnvelope> envelopes = new ArrayList<>(unsigned.size());
        int next = 0;
        for (Unsigned each : unsigned) {
            TransactionEnvelope envelope = TransactionEnvelope.unsigned(each.transaction());
            for (Signatory signatory : each.signatories()) {
                envelope = envelope.withSignature(
                        DecoratedSignature.of(AccountId.parse(signatory.address()), signatures.get(next)));
                next++;
            }
            envelopes.add(envelope);
        }
        return envelopes;
    }
}
