package dev.latchkey.sandbox;

import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.Memos;
import dev.latchkey.sandbox.history.OperationRecord;
import dev.latchkey.sandbox.history.PageRequest;
import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.transaction.TransactionCodes;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.OperationType;

/** The ledger as assertions want to see it. Amounts in stroops (units of 10^-7). */
public final class LedgerReads {
    private static final PageRequest ALL = new PageRequest(null, false, Integer.MAX_VALUE);
    private final StellarNetwork network;

    LedgerReads(StellarNetwork network) {
        this.network = network;
    }

    /**
     * A transaction that stands in a ledger. {@code code} is Horizon's word for its result; {@code memo} is empty without
     * one.
     */
    public record Transaction(
            String hash,
            String innerHash,
            int ledger,
            boolean successful,
            String code,
            String source,
            String feeSource,
            long feeCharged,
            String memo,
            int operations,
            String envelopeXdr,
            String resultXdr) {}

    public int latestLedger() {
        return network.read(snapshot -> snapshot.history().latest().sequence());
    }

    /** Close time of the latest ledger in Unix seconds. */
    public long latestCloseTime() {
        return network.read(snapshot -> snapshot.history().latest().header().closeTime());
    }

    /** Hash over all entries of the latest ledger, in hex. */
    public String stateHash() {
        return network.read(
                snapshot -> HexFormat.of().formatHex(snapshot.state().stateHash()));
    }

    public boolean hasAccount(String account) {
        return find(account).isPresent();
    }

    /** Native balance; empty when there is no such account. */
    public OptionalLong balance(String account) {
        return find(account).map(found -> OptionalLong.of(found.balance())).orElse(OptionalLong.empty());
    }

    /** Balance of an issued asset; empty without a trustline. */
    public OptionalLong balance(String account, String code, String issuer) {
        TrustLine line = network.<@Nullable TrustLine>read(
                snapshot -> snapshot.state().trustLine(account, new AssetId(code, issuer)));
        return line == null ? OptionalLong.empty() : OptionalLong.of(line.balance());
    }

    public OptionalLong sequence(String account) {
        return find(account).map(found -> OptionalLong.of(found.sequence())).orElse(OptionalLong.empty());
    }

    /** The whole account entry: reserves, signers, flags. */
    public Optional<Account> find(String account) {
        return network.read(snapshot -> Optional.ofNullable(snapshot.state().account(account)));
    }

    /** Everything the account took part in, oldest first, failed ones too. */
    public List<Transaction> transactions(String account) {
        return network.read(snapshot -> snapshot.history().transactions(account, ALL, any -> true)).stream()
                .map(LedgerReads::of)
                .toList();
    }

    /** By the hash of the envelope or of the transaction inside a fee bump, in hex. */
    public Optional<Transaction> transaction(String hash) {
        return network.read(snapshot -> snapshot.history().transaction(hash)).map(LedgerReads::of);
    }

    /** Successful payment operations whose source is the account, in transactions with that memo. */
    public int successfulPayments(String source, String memo) {
        return count(operation -> operation.frame().source().equals(source)
                && Memos.text(operation.transaction().frame().memo()).equals(memo));
    }

    /** Successful payment operations whose source is the account. */
    public int successfulPayments(String source) {
        return count(operation -> operation.frame().source().equals(source));
    }

    /** Transactions that wait for a ledger. */
    public int pendingTransactions() {
        return network.pending();
    }

    private int count(Predicate<OperationRecord> filter) {
        return network.read(snapshot -> snapshot.history()
                .operations(
                        null,
                        ALL,
                        operation -> operation.frame().type() == OperationType.PAYMENT
                                && operation.transaction().succeeded()
                                && filter.test(operation))
                .size());
    }

    private static Transaction of(AppliedTransaction transaction) {
        return new Transaction(
                transaction.frame().hash(),
                transaction.frame().innerHash(),
                transaction.ledger(),
                transaction.succeeded(),
                TransactionCodes.of(transaction.outcome().code()),
                transaction.frame().source(),
                transaction.frame().feeSource(),
                transaction.outcome().feeCharged(),
                Memos.text(transaction.frame().memo()),
                transaction.frame().operations().size(),
                transaction.frame().envelopeBase64(),
                Xdr.base64(transaction.outcome().toXdr()::toXdrByteArray));
    }
}
