package dev.latchkey.payments.upkeep;

import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.submission.Envelope;
import dev.latchkey.payments.submission.EnvelopeOwner;
import dev.latchkey.payments.submission.EnvelopePurpose;
import dev.latchkey.payments.submission.OwnEnvelopes;
import dev.latchkey.payments.submission.Signing.Signatory;
import dev.latchkey.payments.work.Step;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives channels lumens again before they can no longer bid. */
public final class RefillChannels implements Step, EnvelopeOwner {
    private static final Logger LOG = LoggerFactory.getLogger(RefillChannels.class);

    private final Database database;
    private final LedgerNetwork network;
    private final OwnEnvelopes envelopes;
    private final Sponsor sponsor;
    private final ChannelTerms terms;
    private final ChannelStore channels = new ChannelStore();

    public RefillChannels(
            Database database, LedgerNetwork network, OwnEnvelopes envelopes, Sponsor sponsor, ChannelTerms terms) {
        this.database = database;
        this.network = network;
        this.envelopes = envelopes;
        this.sponsor = sponsor;
        this.terms = terms;
    }

    @Override
    public EnvelopePurpose purpose() {
        return EnvelopePurpose.REFILL;
    }

    @Override
    public List<UUID> take() {
        if (!database.read(sql -> channels.anyPoor(sql, network.name(), terms.refillBelow()))) {
            return List.of();
        }
        return sponsor.ready()
                .map(payer -> {
                    long funds = sponsor.funds(payer);
                    return database.write(tx -> refill(tx, funds));
                })
                .orElseGet(List::of);
    }

    @Override
    public void included(Transaction tx, Envelope envelope, IncludedTransaction included, ClosedLedger ledger) {
        if (included.successful()) {
            channels.refilled(tx, refilled(envelope), network.name(), terms.startingBalance());
            return;
        }
        LOG.warn("{}: channels could not be refilled: {}", network.name(), included.reason());
    }

    @Override
    public void died(Transaction tx, Envelope envelope) {
        LOG.info("{}: a refill died; the channels are still poor and get another", network.name());
    }

    private List<UUID> refill(Transaction tx, long funds) {
        Optional<Channel> payer = channels.claimSponsor(tx, network.name());
        int affordable = (int) Math.min(100, funds / terms.startingBalance());
        if (payer.isEmpty() || affordable == 0) {
            return List.of();
        }
        List<Channel> poor = channels.claimPoor(tx, network.name(), terms.refillBelow(), affordable);
        if (poor.isEmpty()) {
            return List.of();
        }
        TransactionBuilder builder = envelopes.begin(tx, payer.get());
        for (Channel channel : poor) {
            builder = builder.add(new PaymentOperation.Payment(
                    MuxedAccount.parse(channel.publicKey()), Asset.NATIVE, terms.startingBalance()));
        }
        Signatory signatory =
                new Signatory(payer.get().serviceKeyId(), payer.get().publicKey());
        return List.of(envelopes.store(tx, EnvelopePurpose.REFILL, payer.get(), builder.build(), List.of(signatory)));
    }

    private static List<String> refilled(Envelope envelope) {
        if (!(TransactionEnvelope.parse(envelope.xdr()) instanceof TransactionEnvelope.V1 signed)) {
            throw new IllegalStateException("not an envelope of ours: " + envelope.hash());
        }
        return signed.transaction().operations().stream()
                .map(Operation::body)
                .map(PaymentOperation.Payment.class::cast)
                .map(payment -> payment.destination().account())
                .map(AccountId::toString)
                .toList();
    }
}
