package dev.latchkey.payments.submission;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.TransactionResultCode;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelKind;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.ledger.LedgerListener;
import dev.latchkey.payments.reservation.BalanceReservations;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the fate of envelopes, from ledgers alone (chain-rules 3, the certainty rule). Ledgers come one after the other
 * without gaps; an envelope found in one is settled; one whose time bound lies before a ledger's close and that was in
 * none of them is dead. Answers of nodes decide nothing.
 */
public final class EnvelopeSettlement implements LedgerListener {
    private static final Logger LOG = LoggerFactory.getLogger(EnvelopeSettlement.class);

    /** Balance readings are never older than this many ledgers. */
    private static final int READING_AGE = 1_000;

    private final Map<EnvelopePurpose, EnvelopeOwner> owners;
    private final EnvelopeStore envelopes = new EnvelopeStore();
    private final ChannelStore channels = new ChannelStore();
    private final ForgottenPayments forgotten = new ForgottenPayments();
    private final BalanceReservations reservations = new BalanceReservations();

    public EnvelopeSettlement(List<EnvelopeOwner> owners) {
        this.owners =
                owners.stream().collect(Collectors.toUnmodifiableMap(EnvelopeOwner::purpose, Function.identity()));
    }

    @Override
    public void ledgerClosed(Transaction tx, ClosedLedger ledger) {
        if (!ledger.transactions().isEmpty()) {
            settle(tx, ledger);
        }
        bury(tx, ledger);
        if (ledger.sequence() % READING_AGE == 0) {
            reservations.forgetBefore(tx, ledger.sequence() - READING_AGE);
        }
    }

    private void settle(Transaction tx, ClosedLedger ledger) {
        Map<String, IncludedTransaction> byHash = ledger.transactions().stream()
                .collect(Collectors.toMap(IncludedTransaction::signedHash, Function.identity(), (one, same) -> one));
        List<Envelope> known = envelopes.lockByHash(tx, ledger.network(), byHash.keySet());
        for (Envelope envelope : known) {
            IncludedTransaction included = byHash.remove(envelope.hash());
            if (included != null) {
                include(tx, envelope, included, ledger);
            }
        }
        recogniseStrangers(tx, ledger, List.copyOf(byHash.values()));
    }

    private void include(Transaction tx, Envelope envelope, IncludedTransaction included, ClosedLedger ledger) {
        channels.charged(tx, ledger.network(), included.feeAccount(), included.feeCharged());
        if (!envelope.isOpen()) {
            alarm(tx, envelope, ledger);
            return;
        }
        if (!isDecisive(included)) {
            LOG.warn(
                    "ledger {} holds {} with {}: its fate is decided when its time is over",
                    ledger.sequence(),
                    included.hash(),
                    included.reason());
            return;
        }
        EnvelopeState state = included.successful() ? EnvelopeState.APPLIED : EnvelopeState.FAILED;
        envelopes.settled(tx, envelope.id(), state, ledger.sequence(), included.feeCharged());
        channels.used(tx, envelope.channelId(), envelope.sequence());
        owner(envelope).included(tx, envelope, included, ledger);
    }

    /** Whether operations were tried: only then is the sequence number certainly used up. */
    private static boolean isDecisive(IncludedTransaction included) {
        TransactionResultCode code = included.result().effectiveCode();
        return code == TransactionResultCode.SUCCESS || code == TransactionResultCode.FAILED;
    }

    private void bury(Transaction tx, ClosedLedger ledger) {
        for (Envelope envelope : envelopes.expire(tx, ledger.network(), ledger.closedAt())) {
            LOG.info(
                    "{} ({}) is certainly dead as of ledger {}; last answer {}",
                    envelope.hash(),
                    envelope.purpose(),
                    ledger.sequence(),
                    envelope.lastAnswer());
            channels.check(tx, envelope.channelId());
            owner(envelope).died(tx, envelope);
        }
    }

    /** Transactions of our accounts that we did not store: a restored backup, or somebody else has the key. */
    private void recogniseStrangers(Transaction tx, ClosedLedger ledger, List<IncludedTransaction> strangers) {
        if (strangers.isEmpty()) {
            return;
        }
        Map<String, Channel> ours = channels
                .byAddress(
                        tx.sql(),
                        ledger.network(),
                        strangers.stream().map(IncludedTransaction::source).collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Channel::publicKey, Function.identity()));
        for (IncludedTransaction stranger : strangers) {
            Channel channel = ours.get(stranger.source());
            if (channel != null) {
                recognise(tx, ledger, channel, stranger);
            }
        }
    }

    private void recognise(Transaction tx, ClosedLedger ledger, Channel channel, IncludedTransaction stranger) {
        WalletNetwork network = ledger.network();
        channels.overtaken(tx, channel.id(), stranger.sequence());
        channels.charged(tx, network, stranger.feeAccount(), stranger.feeCharged());
        Optional<Long> marker = stranger.sourceMuxedId();
        if (marker.isPresent()) {
            LOG.warn("ledger {} holds {}, which this database has forgotten", ledger.sequence(), stranger.hash());
            forgotten.found(tx, network, marker.get(), stranger, ledger.sequence());
            return;
        }
        if (channel.kind() == ChannelKind.CHANNEL) {
            quarantine(
                    tx,
                    channel,
                    "its number " + stranger.sequence() + " was used by " + stranger.hash()
                            + ", which this database does not know");
        }
    }

    private void quarantine(Transaction tx, Channel channel, String reason) {
        LOG.error("channel {} is quarantined: {}", channel.publicKey(), reason);
        channels.quarantine(tx, channel.id(), reason);
        tx.audit(AuditEvent.failure("channel.quarantined", Origin.SYSTEM, null, "channel", channel.id())
                .with("reason", reason));
    }

    private void alarm(Transaction tx, Envelope envelope, ClosedLedger ledger) {
        LOG.error("ledger {} holds {}, which was settled as {}", ledger.sequence(), envelope.hash(), envelope.state());
        channels.quarantine(tx, envelope.channelId(), "ledger " + ledger.sequence() + " holds its settled envelope");
        tx.audit(AuditEvent.failure("envelope.settled_twice", Origin.SYSTEM, null, "envelope", envelope.id())
                .with("ledger", ledger.sequence()));
    }

    private EnvelopeOwner owner(Envelope envelope) {
        EnvelopeOwner owner = owners.get(envelope.purpose());
        if (owner == null) {
            throw new IllegalStateException("nobody owns envelopes for " + envelope.purpose());
        }
        return owner;
    }
}
