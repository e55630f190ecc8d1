package dev.latchkey.payments.support;

import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.Submission;
import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.horizon.HorizonClient;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.sandbox.Sandbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.stellar.sdk.KeyPair;

/** Somebody else on the ledger with all the lumens of the world. */
public final class Outsider {
    private final Sandbox sandbox;
    private final KeyPair key;
    private final HorizonClient horizon;

    public Outsider(Sandbox sandbox) {
        this(sandbox, KeyPair.fromSecretSeed(sandbox.rootSecret()));
    }

    public Outsider(Sandbox sandbox, KeyPair key) {
        this.sandbox = sandbox;
        this.key = key;
        this.horizon = new HorizonClient(
                new NodeHttp(NodeHttp.client(Duration.ofSeconds(5)), Duration.ofSeconds(5), 1 << 20),
                URI.create(sandbox.horizonUrl()));
    }

    /** Pays lumens and closes the ledger. */
    public void pay(String address, long lumens) {
        AccountId source = AccountId.parse(key.getAccountId());
        long sequence = sandbox.ledger().sequence(key.getAccountId()).orElseThrow();
        Transaction transaction = TransactionBuilder.of(source, sequence + 1)
                .add(new PaymentOperation.Payment(MuxedAccount.parse(address), Asset.NATIVE, lumens * 10_000_000))
                .build();
        Hash hash = transaction.hash(Hash.sha256(sandbox.passphrase().getBytes(StandardCharsets.UTF_8)));
        TransactionEnvelope signed = TransactionEnvelope.unsigned(transaction)
                .withSignature(DecoratedSignature.of(source, key.sign(hash.toArray())));
        Submission answer = horizon.submit(signed);
        if (!(answer instanceof Submission.Pending)) {
            throw new AssertionError(answer.toString());
        }
        sandbox.closeLedger();
        if (!sandbox.ledger().transaction(hash.toHex()).orElseThrow().successful()) {
            throw new AssertionError("the payment failed");
        }
    }
}
