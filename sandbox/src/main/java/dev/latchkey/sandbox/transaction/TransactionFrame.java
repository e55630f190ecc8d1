package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.operation.OperationFrame;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.DecoratedSignature;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.FeeBumpTransaction;
import org.stellar.sdk.xdr.FeeBumpTransactionEnvelope;
import org.stellar.sdk.xdr.Memo;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.Transaction;
import org.stellar.sdk.xdr.TransactionV1Envelope;

/** A decoded envelope: a transaction, or a fee bump around one, with its hashes and signatures. */
public final class TransactionFrame {
    private final byte[] envelope;
    private final Transaction transaction;
    private final String hash;
    private final SignedContent content;
    private final Conditions conditions;
    private final String source;
    private final List<OperationFrame> operations;
    private final @Nullable FeeBump feeBump;

    /** The outer half of a fee bump. {@code fee} in stroops, for all operations and the bump itself. */
    public record FeeBump(MuxedAccount account, String source, long fee, String hash, SignedContent content) {}

    private TransactionFrame(
            byte[] envelope, Transaction transaction, String hash, SignedContent content, @Nullable FeeBump feeBump) {
        this.envelope = envelope.clone();
        this.transaction = transaction;
        this.hash = hash;
        this.content = content;
        this.conditions = Conditions.of(transaction.getCond());
        this.source = Xdr.address(transaction.getSourceAccount());
        this.operations = frames(transaction.getOperations(), source);
        this.feeBump = feeBump;
    }

    static TransactionFrame of(
            NetworkId network, byte[] envelope, Transaction transaction, DecoratedSignature[] signatures) {
        byte[] hash = hash(network, transaction);
        return new TransactionFrame(
                envelope, transaction, HexFormat.of().formatHex(hash), new SignedContent(hash, signatures), null);
    }

    static TransactionFrame of(NetworkId network, byte[] envelope, FeeBumpTransactionEnvelope bump) {
        FeeBumpTransaction outer = bump.getTx();
        TransactionV1Envelope inner = outer.getInnerTx().getV1();
        byte[] innerHash = hash(network, inner.getTx());
        byte[] outerHash = Xdr.sha256(
                network.hash(), type(EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP), Xdr.bytes(outer::toXdrByteArray));
        FeeBump feeBump = new FeeBump(
                outer.getFeeSource(),
                Xdr.address(outer.getFeeSource()),
                outer.getFee().getInt64(),
                HexFormat.of().formatHex(outerHash),
                new SignedContent(outerHash, bump.getSignatures()));
        return new TransactionFrame(
                envelope,
                inner.getTx(),
                HexFormat.of().formatHex(innerHash),
                new SignedContent(innerHash, inner.getSignatures()),
                feeBump);
    }

    private static byte[] hash(NetworkId network, Transaction transaction) {
        return Xdr.sha256(network.hash(), type(EnvelopeType.ENVELOPE_TYPE_TX), Xdr.bytes(transaction::toXdrByteArray));
    }

    private static byte[] type(EnvelopeType type) {
        return Xdr.encode(out -> out.writeInt(type.getValue()));
    }

    private static List<OperationFrame> frames(Operation[] operations, String source) {
        List<OperationFrame> frames = new ArrayList<>(operations.length);
        for (int index = 0; index < operations.length; index++) {
            MuxedAccount own = operations[index].getSourceAccount();
            String account = own == null ? source : Xdr.address(own);
            frames.add(new OperationFrame(index, operations[index], account, own != null));
        }
        return List.copyOf(frames);
    }

    /** The hash by which the network knows the envelope, in hex: the outer one of a fee bump. */
    public String hash() {
        return feeBump == null ? hash : feeBump.hash();
    }

    /** The hash of the transaction itself, in hex: the inner one of a fee bump. */
    public String innerHash() {
        return hash;
    }

    public Optional<FeeBump> feeBump() {
        return Optional.ofNullable(feeBump);
    }

    /** Account whose sequence number is used. */
    public String source() {
        return source;
    }

    /** Account that pays the fee. */
    public String feeSource() {
        return feeBump == null ? source : feeBump.source();
    }

    public long sequence() {
        return transaction.getSeqNum().getSequenceNumber().getInt64();
    }

    /** The most that the fee source pays, in stroops. */
    public long bid() {
        return feeBump == null ? innerBid() : feeBump.fee();
    }

    /** The transaction's own fee field, in stroops. */
    public long innerBid() {
        return Xdr.unsigned(transaction.getFee());
    }

    /** Operations that count for the fee: a fee bump counts as one more. */
    public int feeUnits() {
        return operations.size() + (feeBump == null ? 0 : 1);
    }

    public List<OperationFrame> operations() {
        return operations;
    }

    public Conditions conditions() {
        return conditions;
    }

    public Memo memo() {
        return transaction.getMemo();
    }

    public MuxedAccount sourceAccount() {
        return transaction.getSourceAccount();
    }

    public byte[] envelope() {
        return envelope.clone();
    }

    public String envelopeBase64() {
        return Base64.getEncoder().encodeToString(envelope);
    }

    /** Signatures over the transaction itself. */
    public SignedContent content() {
        return content;
    }

    /** Base64 of the signatures of the transaction itself, in order. */
    public List<String> signatures() {
        return base64(content);
    }

    /** Base64 of the signatures of the fee bump; empty without one. */
    public List<String> outerSignatures() {
        return feeBump == null ? List.of() : base64(feeBump.content());
    }

    /** Every account whose authority the transaction needs: its source and those of its operations. */
    public Set<String> sources() {
        Set<String> sources = new HashSet<>();
        sources.add(source);
        operations.forEach(operation -> sources.add(operation.source()));
        return sources;
    }

    /** Verifies what the master keys of the source accounts signed, so that later checks find it done. */
    public void verifyAhead(SignatureVerifier verifier) {
        verifyAhead(content, sources(), verifier);
        if (feeBump != null) {
            verifyAhead(feeBump.content(), Set.of(feeBump.source()), verifier);
        }
    }

    private static void verifyAhead(SignedContent content, Set<String> keys, SignatureVerifier verifier) {
        for (int index = 0; index < content.size(); index++) {
            for (String key : keys) {
                content.isSignedBy(index, key, verifier);
            }
        }
    }

    private static List<String> base64(SignedContent content) {
        List<String> texts = new ArrayList<>();
        for (DecoratedSignature signature : content.signatures()) {
            texts.add(
                    Base64.getEncoder().encodeToString(signature.getSignature().getSignature()));
        }
        return texts;
    }
}
