package dev.latchkey.payments.indexer;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.OperationBody;
import dev.latchkey.networks.stellar.xdr.OperationResult;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import dev.latchkey.networks.stellar.xdr.TransactionResultCode;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Ledgers and what they hold, made with our own builder. */
final class Ledgers {
    static final Instant CLOSED_AT = Instant.parse("2026-05-30T12:00:00Z");
    static final OperationResultDetail NOTHING = new OperationResultDetail.None();
    private static final Hash NETWORK = Hash.sha256("test".getBytes(StandardCharsets.UTF_8));

    private Ledgers() {}

    /** An account that the name alone decides. */
    static AccountId account(String name) {
        return new AccountId(Hash.sha256(name.getBytes(StandardCharsets.UTF_8)));
    }

    static ClosedLedger ledger(int sequence, IncludedTransaction... transactions) {
        return new ClosedLedger(
                WalletNetwork.TESTNET,
                sequence,
                "hash-" + sequence,
                "hash-" + (sequence - 1),
                CLOSED_AT.plusSeconds(5L * sequence),
                List.of(transactions));
    }

    /** A transaction of {@code channel}, whose operations have sources of their own. */
    static Tx tx(AccountId channel) {
        return new Tx(channel);
    }

    /** One operation of {@code source} that ended well. */
    static IncludedTransaction done(AccountId source, OperationBody body, OperationResultDetail detail) {
        return tx(account("channel")).add(source, body, detail).successful();
    }

    static IncludedTransaction done(AccountId source, OperationBody body) {
        return done(source, body, NOTHING);
    }

    /** A transaction in the making. */
    static final class Tx {
        private static long nextSequence = 1;

        private final AccountId channel;
        private final List<OperationResult> results = new ArrayList<>();
        private TransactionBuilder builder;

        private Tx(AccountId channel) {
            this.channel = channel;
            this.builder = TransactionBuilder.of(channel, nextSequence++);
        }

        Tx memo(Memo memo) {
            builder = builder.memo(memo);
            return this;
        }

        Tx add(AccountId source, OperationBody body) {
            return add(source, body, NOTHING);
        }

        Tx add(AccountId source, OperationBody body, OperationResultDetail detail) {
            builder = builder.add(source, body);
            results.add(new OperationResult.Tried(body.type(), 0, detail));
            return this;
        }

        TransactionBuilder builder() {
            return builder;
        }

        IncludedTransaction successful() {
            return successful(builder.build());
        }

        IncludedTransaction successful(Transaction transaction) {
            return included(transaction, new TransactionResult(100, TransactionResultCode.SUCCESS, results, null));
        }

        IncludedTransaction failed() {
            List<OperationResult> failures = builder.build().operations().stream()
                    .map(operation -> (OperationResult)
                            new OperationResult.Tried(operation.body().type(), -2, NOTHING))
                    .toList();
            return included(builder.build(), new TransactionResult(100, TransactionResultCode.FAILED, failures, null));
        }

        private IncludedTransaction included(Transaction transaction, TransactionResult result) {
            return new IncludedTransaction(
                    transaction.hash(NETWORK).toHex(),
                    null,
                    channel.toString(),
                    channel.toString(),
                    transaction.sequence(),
                    100,
                    TransactionEnvelope.unsigned(transaction).toBase64(),
                    result);
        }
    }
}
