package dev.latchkey.payments.submission;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.LedgerCursors;
import dev.latchkey.payments.ledger.LedgerHead;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.submission.PaymentQueue.Waiting;
import dev.latchkey.payments.submission.Signing.Signatory;
import dev.latchkey.payments.transaction.TransactionOutcomes;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.payments.work.Step;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives waiting payments a channel each and signs them. Claim, signature and storing of the envelope are one database
 * transaction: either the envelope is stored with its channel and its payment, or nothing was signed that anybody knows.
 * The channel is the transaction's source (number and fee), the user's account the operation's, signed by both.
 */
public final class SignPayments implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(SignPayments.class);

    private final Database database;
    private final LedgerNetwork network;
    private final WalletBook wallets;
    private final KeyRing keys;
    private final SubmissionTerms terms;
    private final CrashPoints crashPoints;
    private final LedgerCursors cursors = new LedgerCursors();
    private final ChannelStore channels = new ChannelStore();
    private final PaymentQueue queue = new PaymentQueue();
    private final EnvelopeStore envelopes = new EnvelopeStore();
    private final TransactionOutcomes outcomes = new TransactionOutcomes();

    public SignPayments(
            Database database,
            LedgerNetwork network,
            WalletBook wallets,
            KeyRing keys,
            SubmissionTerms terms,
            CrashPoints crashPoints) {
        this.database = database;
        this.network = network;
        this.wallets = wallets;
        this.keys = keys;
        this.terms = terms;
        this.crashPoints = crashPoints;
    }

    /** Signs as many payments as there are free channels; answers the stored envelopes, to be sent now. */
    @Override
    public List<UUID> take() {
        try {
            return sign(terms.batch());
        } catch (ApiException refused) {
            LOG.warn("{}: a key did not sign, signing one by one: {}", network.name(), refused.getMessage());
            return signOneByOne();
        }
    }

    /** How many payments could be signed now if there were channels. */
    public int waiting() {
        return database.read(sql -> queue.ready(sql, network.name()));
    }

    private List<UUID> sign(int limit) {
        return database.write(tx -> claimAndSign(tx, limit));
    }

    private List<UUID> signOneByOne() {
        List<UUID> stored = new ArrayList<>();
        for (int i = 0; i < terms.batch(); i++) {
            try {
                List<UUID> one = sign(1);
                if (one.isEmpty()) {
                    return stored;
                }
                stored.addAll(one);
            } catch (ApiException refused) {
                database.run(tx -> queue.claim(tx, network.name(), 1)
                        .forEach(payment -> outcomes.neverHappens(tx, payment.id(), "not signed: " + refused.code())));
            }
        }
        return stored;
    }

    private List<UUID> claimAndSign(Transaction tx, int limit) {
        LedgerHead head = cursors.read(tx.sql(), network.name()).orElseThrow();
        List<Channel> free = channels.claimFree(tx, network.name(), terms.feePerOperation(), limit);
        List<Waiting> waiting = free.isEmpty() ? List.of() : queue.claim(tx, network.name(), free.size());
        List<Waiting> payable = payable(tx, waiting);
        if (payable.isEmpty()) {
            return List.of();
        }
        List<SignedTransaction> signed = signed(tx, head, payable, free.iterator());
        envelopes.insert(tx, signed, terms.lease());
        queue.signed(tx, signed);
        signed.forEach(each -> channels.signed(tx, each.channelId(), each.id()));
        crashPoints.reached(CrashPoint.ENVELOPE_SIGNED);
        return signed.stream().map(SignedTransaction::id).toList();
    }

    /** Ends what can no longer be paid: a sender that was suspended, a payment that the ledger already has. */
    private List<Waiting> payable(Transaction tx, List<Waiting> waiting) {
        if (waiting.isEmpty()) {
            return waiting;
        }
        Map<UUID, WalletFacts> senders =
                wallets
                        .wallets(
                                tx.sql(),
                                waiting.stream()
                                        .map(Waiting::senderWalletId)
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(WalletFacts::id, Function.identity()));
        List<Waiting> payable = new ArrayList<>();
        for (Waiting payment : waiting) {
            WalletFacts sender = senders.get(payment.senderWalletId());
            if (payment.forgotten()) {
                new ForgottenPayments().settle(tx, network.name(), payment.id(), payment.marker());
            } else if (sender == null || !sender.status().signs()) {
                outcomes.neverHappens(
                        tx,
                        payment.id(),
                        "Sender wallet is not active (status: "
                                + (sender == null ? "DELETED" : sender.status().name()) + ")");
            } else {
                payable.add(payment);
            }
        }
        return payable;
    }

    private List<SignedTransaction> signed(
            Transaction tx, LedgerHead head, List<Waiting> payable, Iterator<Channel> free) {
        Instant maxTime = head.closedAt().plus(terms.life()).truncatedTo(ChronoUnit.SECONDS);
        Signing signing = new Signing(network.networkId());
        List<SignedTransaction> drafts = new ArrayList<>();
        for (Waiting payment : payable) {
            Channel channel = free.next();
            dev.latchkey.networks.stellar.xdr.Transaction transaction = transaction(payment, channel, maxTime);
            String hash = signing.add(
                            transaction,
                            List.of(
                                    new Signatory(channel.serviceKeyId(), channel.publicKey()),
                                    new Signatory(payment.senderWalletId(), payment.senderAddress())))
                    .toHex();
            drafts.add(new SignedTransaction(
                    UUID.randomUUID(),
                    network.name(),
                    EnvelopePurpose.PAYMENT,
                    channel.id(),
                    payment.id(),
                    transaction.sequence(),
                    hash,
                    "",
                    transaction.fee(),
                    head.sequence() + 1,
                    maxTime));
            tx.audit(AuditEvent.success(
                            "transaction.submitted", Origin.SYSTEM, payment.projectId(), "transaction", payment.id())
                    .with("hash", hash)
                    .with("attempt", payment.attempts() + 1));
        }
        List<TransactionEnvelope> signed = signing.sign(tx, keys);
        List<SignedTransaction> complete = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            complete.add(drafts.get(i).with(signed.get(i)));
        }
        return complete;
    }

    private dev.latchkey.networks.stellar.xdr.Transaction transaction(
            Waiting payment, Channel channel, Instant maxTime) {
        AccountId source = AccountId.parse(channel.publicKey());
        dev.latchkey.networks.stellar.xdr.Transaction plain = TransactionBuilder.of(source, channel.sequence() + 1)
                .feePerOperation(terms.feePerOperation())
                .validUntil(maxTime)
                .memo(payment.memo() == null ? Memo.NONE : Memo.text(payment.memo()))
                .add(
                        AccountId.parse(payment.senderAddress()),
                        new PaymentOperation.Payment(
                                MuxedAccount.parse(payment.destination()),
                                payment.asset().toXdr(),
                                payment.amount()))
                .build();
        return Drafts.marked(plain, payment.marker());
    }
}
