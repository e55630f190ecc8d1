package dev.latchkey.payments.submission;

import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.LedgerCursors;
import dev.latchkey.payments.ledger.LedgerHead;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.platform.database.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Signs and stores what the platform itself needs on the ledger, under the same rules as payments. */
public final class OwnEnvelopes {
    private final LedgerNetwork network;
    private final KeyRing keys;
    private final SubmissionTerms terms;
    private final LedgerCursors cursors = new LedgerCursors();
    private final EnvelopeStore envelopes = new EnvelopeStore();
    private final ChannelStore channels = new ChannelStore();

    public OwnEnvelopes(LedgerNetwork network, KeyRing keys, SubmissionTerms terms) {
        this.network = network;
        this.keys = keys;
        this.terms = terms;
    }

    /** A transaction of a channel that the caller has locked, bounded and bid for, without operations yet. */
    public TransactionBuilder begin(Transaction tx, Channel channel) {
        return TransactionBuilder.of(AccountId.parse(channel.publicKey()), channel.sequence() + 1)
                .feePerOperation(terms.feePerOperation())
                .validUntil(maxTime(head(tx)));
    }

    /** What such a transaction may cost, in stroops. */
    public long bid(int operations) {
        return terms.feePerOperation() * operations;
    }

    /** Signs and stores it with its channel; answers the envelope's id. */
    public UUID store(
            Transaction tx,
            EnvelopePurpose purpose,
            Channel channel,
            dev.latchkey.networks.stellar.xdr.Transaction transaction,
            List<Signing.Signatory> signatories) {
        UUID id = UUID.randomUUID();
        LedgerHead head = head(tx);
        var marked = Drafts.marked(transaction, id.getMostSignificantBits());
        Signing signing = new Signing(network.networkId());
        String hash = signing.add(marked, signatories).toHex();
        SignedTransaction signed = new SignedTransaction(
                        id,
                        network.name(),
                        purpose,
                        channel.id(),
                        null,
                        marked.sequence(),
                        hash,
                        "",
                        marked.fee(),
                        head.sequence() + 1,
                        bound(marked))
                .with(signing.sign(tx, keys).getFirst());
        envelopes.insert(tx, List.of(signed), terms.lease());
        channels.signed(tx, channel.id(), id);
        return id;
    }

    private LedgerHead head(Transaction tx) {
        return cursors.read(tx.sql(), network.name()).orElseThrow();
    }

    private static Instant bound(dev.latchkey.networks.stellar.xdr.Transaction transaction) {
        var bounds = transaction.preconditions().timeBounds();
        if (bounds == null || bounds.maxTime() == 0) {
            throw new IllegalArgumentException("a transaction without end can never be declared dead");
        }
        return Instant.ofEpochSecond(bounds.maxTime());
    }

    private Instant maxTime(LedgerHead head) {
        return head.closedAt().plus(terms.life()).truncatedTo(ChronoUnit.SECONDS);
    }
}
