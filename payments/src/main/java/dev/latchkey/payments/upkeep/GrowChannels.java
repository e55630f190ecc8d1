package dev.latchkey.payments.upkeep;

import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelKind;
import dev.latchkey.payments.channel.ChannelState;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.submission.Envelope;
import dev.latchkey.payments.submission.EnvelopeOwner;
import dev.latchkey.payments.submission.EnvelopePurpose;
import dev.latchkey.payments.submission.OwnEnvelopes;
import dev.latchkey.payments.submission.Signing.Signatory;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.payments.work.Step;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes channels: a few at first, more while payments wait for one. The sponsor makes many in one transaction, pays their
 * reserves (CAP-33) and gives each lumens for fees; every new account signs its own sponsorship.
 */
public final class GrowChannels implements Step, EnvelopeOwner {
    private static final Logger LOG = LoggerFactory.getLogger(GrowChannels.class);

    /** A transaction has room for 20 signatures, one is the sponsor's. */
    private static final int PER_TRANSACTION = 19;

    private static final int RESERVES = 2;

    private final Database database;
    private final LedgerNetwork network;
    private final KeyRing keys;
    private final OwnEnvelopes envelopes;
    private final Sponsor sponsor;
    private final ChannelTerms terms;
    private final IntSupplier demand;
    private final ChannelStore channels = new ChannelStore();

    /** @param demand how many payments could be signed now if there were channels for them */
    public GrowChannels(
            Database database,
            LedgerNetwork network,
            KeyRing keys,
            OwnEnvelopes envelopes,
            Sponsor sponsor,
            ChannelTerms terms,
            IntSupplier demand) {
        this.database = database;
        this.network = network;
        this.keys = keys;
        this.envelopes = envelopes;
        this.sponsor = sponsor;
        this.terms = terms;
        this.demand = demand;
    }

    @Override
    public EnvelopePurpose purpose() {
        return EnvelopePurpose.CHANNELS;
    }

    @Override
    public List<UUID> take() {
        int usable = database.read(sql -> channels.countUsable(sql, network.name()));
        int wanted = usable < terms.maximum()
                ? Math.min(terms.maximum(), Math.max(terms.minimum(), demand.getAsInt()))
                : usable;
        boolean planned = !database.read(sql -> channels.inState(sql, network.name(), ChannelState.PLANNED)).stream()
                .filter(channel -> channel.kind() == ChannelKind.CHANNEL)
                .toList()
                .isEmpty();
        if (wanted <= usable && !planned) {
            return List.of();
        }
        return sponsor.ready()
                .map(payer -> {
                    long funds = sponsor.funds(payer);
                    return database.write(tx -> make(tx, wanted - usable, funds));
                })
                .orElseGet(List::of);
    }

    @Override
    public void included(Transaction tx, Envelope envelope, IncludedTransaction included, ClosedLedger ledger) {
        if (included.successful()) {
            channels.created(tx, envelope.id(), ledger.sequence(), terms.startingBalance());
            return;
        }
        LOG.warn("{}: channels could not be made: {}", network.name(), included.reason());
        channels.notCreated(tx, envelope.id());
    }

    @Override
    public void died(Transaction tx, Envelope envelope) {
        channels.notCreated(tx, envelope.id());
    }

    private List<UUID> make(Transaction tx, int missing, long funds) {
        Optional<Channel> payer = channels.claimSponsor(tx, network.name());
        if (payer.isEmpty()) {
            return List.of();
        }
        List<Channel> planned =
                new ArrayList<>(channels.claim(tx, network.name(), ChannelState.PLANNED, PER_TRANSACTION));
        if (planned.isEmpty()) {
            for (int i = 0; i < Math.min(missing, PER_TRANSACTION); i++) {
                channels.plan(tx, network.name(), ChannelKind.CHANNEL, keys.create(tx, network.name(), "channel"));
            }
            planned.addAll(channels.claim(tx, network.name(), ChannelState.PLANNED, PER_TRANSACTION));
        }
        int affordable = (int)
                Math.min(planned.size(), funds / (terms.startingBalance() + RESERVES * AccountState.BASE_RESERVE));
        if (affordable < planned.size()) {
            LOG.warn(
                    "{}: the sponsor {} has lumens for {} of {} channels",
                    network.name(),
                    payer.get().publicKey(),
                    affordable,
                    planned.size());
        }
        return affordable == 0 ? List.of() : List.of(signed(tx, payer.get(), planned.subList(0, affordable)));
    }

    private UUID signed(Transaction tx, Channel payer, List<Channel> planned) {
        AccountId source = AccountId.parse(payer.publicKey());
        TransactionBuilder builder = envelopes.begin(tx, payer);
        List<Signatory> signatories = new ArrayList<>();
        signatories.add(new Signatory(payer.serviceKeyId(), payer.publicKey()));
        for (Channel channel : planned) {
            AccountId account = AccountId.parse(channel.publicKey());
            builder = builder.add(source, new SponsorshipOperation.BeginSponsoringFutureReserves(account))
                    .add(source, new AccountOperation.CreateAccount(account, terms.startingBalance()))
                    .add(account, new SponsorshipOperation.EndSponsoringFutureReserves());
            signatories.add(new Signatory(channel.serviceKeyId(), channel.publicKey()));
        }
        UUID envelope = envelopes.store(tx, EnvelopePurpose.CHANNELS, payer, builder.build(), signatories);
        channels.creating(tx, planned.stream().map(Channel::id).toList(), envelope);
        return envelope;
    }
}
