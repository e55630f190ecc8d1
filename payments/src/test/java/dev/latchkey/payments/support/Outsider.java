package dev.latchkey.payments.support;

import dev.latchkey.custody.Custody;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.Submission;
import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.horizon.HorizonClient;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.OperationBody;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.sandbox.Sandbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.stellar.sdk.KeyPair;

/** Somebody else on the ledger with all the lumens of the world. */
public final class Outsider {
    private final Sandbox sandbox;
    private final String address;
    private final Function<byte[], byte[]> signer;
    private final HorizonClient horizon;

    public Outsider(Sandbox sandbox) {
        this(sandbox, KeyPair.fromSecretSeed(sandbox.rootSecret()));
    }

    public Outsider(Sandbox sandbox, KeyPair key) {
        this(sandbox, key.getAccountId(), key::sign);
    }

    /** A thief of one of the server's own keys. */
    public Outsider(Sandbox sandbox, Custody custody, String address, UUID serviceKeyId) {
        this(sandbox, address, hash -> custody.signTransaction(serviceKeyId, hash));
    }

    private Outsider(Sandbox sandbox, String address, Function<byte[], byte[]> signer) {
        this.sandbox = sandbox;
        this.address = address;
        this.signer = signer;
        this.horizon = new HorizonClient(
                new NodeHttp(NodeHttp.client(Duration.ofSeconds(5)), Duration.ofSeconds(5), 1 << 20),
                URI.create(sandbox.horizonUrl()));
    }

    /** Pays lumens and closes the ledger. */
    public void pay(String to, long lumens) {
        act(new PaymentOperation.Payment(MuxedAccount.parse(to), Asset.NATIVE, lumens * 10_000_000));
    }

    /** Makes an account and closes the ledger. */
    public void create(String to, long lumens) {
        act(new AccountOperation.CreateAccount(AccountId.parse(to), lumens * 10_000_000));
    }

    /** Uses one sequence number for nothing and closes the ledger. */
    public void useSequence() {
        act(new AccountOperation.BumpSequence(0));
    }

    private void act(OperationBody body) {
        AccountId source = AccountId.parse(address);
        long sequence = sandbox.ledger().sequence(address).orElseThrow();
        Transaction transaction =
                TransactionBuilder.of(source, sequence + 1).add(body).build();
        Hash hash = transaction.hash(Hash.sha256(sandbox.passphrase().getBytes(StandardCharsets.UTF_8)));
        TransactionEnvelope signed = TransactionEnvelope.unsigned(transaction)
                .withSignature(DecoratedSignature.of(source, signer.apply(hash.toArray())));
        Submission answer = horizon.submit(signed);
        if (!(answer instanceof Submission.Pending)) {
            throw new AssertionError(answer.toString());
        }
        sandbox.closeLedger();
        if (!sandbox.ledger().transaction(hash.toHex()).orElseThrow().successful()) {
            throw new AssertionError(hash + " failed");
        }
    }
}
