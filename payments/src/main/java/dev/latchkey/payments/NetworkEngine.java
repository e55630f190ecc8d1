package dev.latchkey.payments;

import dev.latchkey.payments.ledger.LedgerFollower;
import dev.latchkey.payments.ledger.LedgerListener;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.onboarding.Onboarding;
import dev.latchkey.payments.onboarding.ProjectAssets;
import dev.latchkey.payments.submission.EnvelopeSettlement;
import dev.latchkey.payments.submission.OwnEnvelopes;
import dev.latchkey.payments.submission.PaymentEnvelopes;
import dev.latchkey.payments.submission.SignPayments;
import dev.latchkey.payments.submission.SubmissionTerms;
import dev.latchkey.payments.submission.SubmissionWorker;
import dev.latchkey.payments.upkeep.ChannelCheck;
import dev.latchkey.payments.upkeep.ChannelTerms;
import dev.latchkey.payments.upkeep.GrowChannels;
import dev.latchkey.payments.upkeep.RefillChannels;
import dev.latchkey.payments.upkeep.Sponsor;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.payments.work.Bell;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.database.Database;
import java.util.ArrayList;
import java.util.List;

/** All that works on one network: the follower that reads its ledgers and the worker that sends to it. */
public final class NetworkEngine implements AutoCloseable {
    private final Database database;
    private final LedgerNetwork network;
    private final LedgerFollower follower;
    private final SubmissionWorker worker;

    /** @param readers want every ledger too, in the same transaction */
    public NetworkEngine(
            Database database,
            LedgerNetwork network,
            WalletBook wallets,
            KeyRing keys,
            ProjectAssets assets,
            List<LedgerListener> readers,
            SubmissionTerms submission,
            ChannelTerms channels,
            Bell bell,
            CrashPoints crashPoints) {
        this.database = database;
        this.network = network;
        OwnEnvelopes envelopes = new OwnEnvelopes(network, keys, submission);
        Sponsor sponsor = new Sponsor(database, network, keys);
        SignPayments payments = new SignPayments(database, network, wallets, keys, submission, crashPoints);
        Onboarding onboarding = new Onboarding(database, network, wallets, envelopes, sponsor, assets);
        GrowChannels growth =
                new GrowChannels(database, network, keys, envelopes, sponsor, channels, payments::waiting);
        RefillChannels refill = new RefillChannels(database, network, envelopes, sponsor, channels);

        List<LedgerListener> listeners = new ArrayList<>();
        listeners.add(new EnvelopeSettlement(List.of(new PaymentEnvelopes(submission), onboarding, growth, refill)));
        listeners.addAll(readers);
        this.follower = new LedgerFollower(database, network, listeners, bell::ring, crashPoints);
        this.worker = new SubmissionWorker(
                database,
                network,
                follower,
                submission,
                List.of(new ChannelCheck(database, network), growth, refill, onboarding, payments),
                keys,
                bell,
                crashPoints);
    }

    /** How it is doing. */
    public NetworkReport report() {
        return NetworkReport.of(database, network.name(), follower.halted().orElse(null), follower.isCurrent());
    }

    public void start() {
        follower.start();
        worker.start();
    }

    /** Reads the ledgers of the network; for tests, which drive it by hand instead of {@link #start}. */
    public LedgerFollower follower() {
        return follower;
    }

    /** Signs and sends; for tests, which drive it by hand instead of {@link #start}. */
    public SubmissionWorker worker() {
        return worker;
    }

    @Override
    public void close() {
        worker.close();
        follower.close();
    }
}
