package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Xdr;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.PreconditionType;
import org.stellar.sdk.xdr.Preconditions;
import org.stellar.sdk.xdr.Transaction;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionV0;

/** Turns bytes of any origin into a {@link TransactionFrame}, or refuses them. */
public final class EnvelopeDecoder {
    private final NetworkId network;

    public EnvelopeDecoder(NetworkId network) {
        this.network = network;
    }

    public TransactionFrame decodeBase64(String text) throws MalformedEnvelopeException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException("not base64");
        }
        return decode(bytes);
    }

    public TransactionFrame decode(byte[] bytes) throws MalformedEnvelopeException {
        EnvelopeShape.check(bytes);
        TransactionEnvelope envelope = read(bytes);
        if (!Arrays.equals(Xdr.bytes(envelope::toXdrByteArray), bytes)) {
            throw new MalformedEnvelopeException("not canonical XDR");
        }
        return frame(envelope, bytes);
    }

    private static TransactionEnvelope read(byte[] bytes) throws MalformedEnvelopeException {
        try {
            return TransactionEnvelope.fromXdrByteArray(bytes);
        } catch (IOException | RuntimeException e) {
            throw new MalformedEnvelopeException("not a transaction envelope");
        }
    }

    private TransactionFrame frame(TransactionEnvelope envelope, byte[] bytes) throws MalformedEnvelopeException {
        EnvelopeType type = envelope.getDiscriminant();
        if (type == EnvelopeType.ENVELOPE_TYPE_TX_V0) {
            Transaction transaction = upgraded(envelope.getV0().getTx());
            return TransactionFrame.of(
                    network, bytes, transaction, envelope.getV0().getSignatures());
        }
        if (type == EnvelopeType.ENVELOPE_TYPE_TX) {
            return TransactionFrame.of(
                    network, bytes, envelope.getV1().getTx(), envelope.getV1().getSignatures());
        }
        if (type == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP) {
            return TransactionFrame.of(network, bytes, envelope.getFeeBump());
        }
        throw new MalformedEnvelopeException("not a transaction envelope");
    }

    /** The form in which an old (version 0) transaction is hashed and signed. */
    private static Transaction upgraded(TransactionV0 old) {
        MuxedAccount source = new MuxedAccount();
        source.setDiscriminant(CryptoKeyType.KEY_TYPE_ED25519);
        source.setEd25519(old.getSourceAccountEd25519());
        Preconditions conditions = new Preconditions();
        if (old.getTimeBounds() == null) {
            conditions.setDiscriminant(PreconditionType.PRECOND_NONE);
        } else {
            conditions.setDiscriminant(PreconditionType.PRECOND_TIME);
            conditions.setTimeBounds(old.getTimeBounds());
        }
        Transaction transaction = new Transaction();
        transaction.setSourceAccount(source);
        transaction.setFee(old.getFee());
        transaction.setSeqNum(old.getSeqNum());
        transaction.setCond(conditions);
        transaction.setMemo(old.getMemo());
        transaction.setOperations(old.getOperations());
        Transaction.TransactionExt extension = new Transaction.TransactionExt();
        extension.setDiscriminant(0);
        transaction.setExt(extension);
        return transaction;
    }
}
