package dev.latchkey.networks.stellar.xdr;

/** What is hashed, signed and known by its hash: a transaction or a fee bump around one. */
public sealed interface SignableTransaction extends XdrValue permits Transaction, FeeBumpTransaction {
    /** The number that tells the two apart under the signature. */
    int envelopeType();

    /** The bytes under the hash: network id, envelope type, transaction ({@code TransactionSignaturePayload}). */
    default byte[] signaturePayload(Hash networkId) {
        return new XdrWriter()
                .value(networkId)
                .int32(envelopeType())
                .value(this)
                .toByteArray();
    }

    /** The transaction's hash on a network: what signers sign and nodes find it by. */
    default Hash hash(Hash networkId) {
        return Hash.sha256(signaturePayload(networkId));
    }
}
