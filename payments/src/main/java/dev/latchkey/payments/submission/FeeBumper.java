package dev.latchkey.payments.submission;

import dev.latchkey.networks.stellar.FeeBumps;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.FeeBumpTransaction;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.submission.Signing.Signatory;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the sponsor's fee bump around a stuck envelope: exactly one, to the fee the network asked for, never above the
 * highest bid, and only while the sponsor's lumens cover all bumps still open (chain-rules 1).
 */
final class FeeBumper {
    private static final Logger LOG = LoggerFactory.getLogger(FeeBumper.class);

    private final Database database;
    private final LedgerNetwork network;
    private final KeyRing keys;
    private final SubmissionTerms terms;
    private final ChannelStore channels = new ChannelStore();
    private final EnvelopeStore envelopes = new EnvelopeStore();

    FeeBumper(Database database, LedgerNetwork network, KeyRing keys, SubmissionTerms terms) {
        this.database = database;
        this.network = network;
        this.keys = keys;
        this.terms = terms;
    }

    /**
     * The envelope with its bump, stored and not sent.
     *
     * @param feeRequired what the network said the inner transaction would need, in stroops; 0 where it said nothing
     */
    Optional<Envelope> bump(Envelope envelope, long feeRequired) {
        if (envelope.bumpHash() != null
                || !(TransactionEnvelope.parse(envelope.xdr()) instanceof TransactionEnvelope.V1 inner)) {
            return Optional.empty();
        }
        int operations = inner.transaction().operations().size();
        long fee = Math.max(
                FeeBumps.minimumFee(inner.transaction()),
                Math.ceilDiv(Math.multiplyExact(feeRequired, operations + 1L), operations));
        if (fee > terms.highestFeePerOperation() * (operations + 1)) {
            LOG.warn("{}: a bump to {} stroops is more than allowed", envelope.hash(), fee);
            return Optional.empty();
        }
        Optional<Channel> sponsor = database.read(sql -> channels.sponsor(sql, network.name()));
        return sponsor.filter(known -> covers(known, fee))
                .flatMap(known -> database.write(tx -> stored(tx, envelope, inner, known, fee)));
    }

    private boolean covers(Channel sponsor, long fee) {
        try {
            long open = database.read(sql -> envelopes.openBumpFees(sql, network.name()));
            long spendable = network.account(sponsor.publicKey())
                    .map((AccountState account) -> account.spendable(AssetId.NATIVE))
                    .orElse(0L);
            if (spendable < open + fee) {
                LOG.warn("the sponsor {} cannot cover a bump of {} stroops", sponsor.publicKey(), fee);
            }
            return spendable >= open + fee;
        } catch (LedgerUnavailable unknown) {
            return false;
        }
    }

    private Optional<Envelope> stored(
            Transaction tx, Envelope envelope, TransactionEnvelope.V1 inner, Channel sponsor, long fee) {
        FeeBumpTransaction bump =
                new FeeBumpTransaction(MuxedAccount.of(AccountId.parse(sponsor.publicKey())), fee, inner);
        Signing signing = new Signing(network.networkId());
        String hash = signing.add(bump, List.of(new Signatory(sponsor.serviceKeyId(), sponsor.publicKey())))
                .toHex();
        String xdr = signing.sign(tx, keys).getFirst().toBase64();
        return envelopes.bump(tx, envelope.id(), hash, xdr, fee, terms.lease())
                ? envelopes.byIds(tx.sql(), List.of(envelope.id())).stream().findFirst()
                : Optional.empty();
    }
}
