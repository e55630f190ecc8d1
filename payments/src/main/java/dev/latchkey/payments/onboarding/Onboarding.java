package dev.latchkey.payments.onboarding;

import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation;
import dev.latchkey.networks.stellar.xdr.TrustOperation;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.submission.Envelope;
import dev.latchkey.payments.submission.EnvelopeOwner;
import dev.latchkey.payments.submission.EnvelopePurpose;
import dev.latchkey.payments.submission.OwnEnvelopes;
import dev.latchkey.payments.submission.Signing.Signatory;
import dev.latchkey.payments.upkeep.Sponsor;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.payments.work.Step;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings wallets to the ledger: for each a sponsorship (CAP-33) around its account with starting balance 0 and its
 * trustlines, many wallets in one transaction, repeated until certain. The channel lends number and fee, the sponsor pays
 * the reserves, each wallet signs its own sponsorship.
 */
public final class Onboarding implements Step, EnvelopeOwner {
    private static final Logger LOG = LoggerFactory.getLogger(Onboarding.class);

    /** Of 20 signatures two are the channel's and the sponsor's. */
    private static final int WALLETS_PER_TRANSACTION = 18;

    private static final int OPERATIONS_PER_TRANSACTION = 100;
    private static final int TRANSACTIONS_PER_ROUND = 5;
    static final int HIGHEST_ATTEMPTS = 12;

    private final Database database;
    private final LedgerNetwork network;
    private final WalletBook wallets;
    private final OwnEnvelopes envelopes;
    private final Sponsor sponsor;
    private final ProjectAssets assets;
    private final OnboardingStore store = new OnboardingStore();
    private final ChannelStore channels = new ChannelStore();
    private final OnboardingFailure failures;
    private boolean complained;

    public Onboarding(
            Database database,
            LedgerNetwork network,
            WalletBook wallets,
            OwnEnvelopes envelopes,
            Sponsor sponsor,
            ProjectAssets assets) {
        this.database = database;
        this.network = network;
        this.wallets = wallets;
        this.envelopes = envelopes;
        this.sponsor = sponsor;
        this.assets = assets;
        this.failures = new OnboardingFailure(wallets);
    }

    @Override
    public EnvelopePurpose purpose() {
        return EnvelopePurpose.ONBOARDING;
    }

    @Override
    public List<UUID> take() {
        boolean queued = database.write(tx -> store.anythingQueued(tx.sql(), network.name(), tx.now()));
        if (!queued) {
            return List.of();
        }
        return sponsor.ready().map(this::onboard).orElseGet(List::of);
    }

    @Override
    public void included(Transaction tx, Envelope envelope, IncludedTransaction included, ClosedLedger ledger) {
        if (!included.successful()) {
            failures.handle(tx, envelope, included);
            return;
        }
        List<OnboardingStore.Account> created = store.created(tx, envelope.id());
        store.opened(tx, envelope.id());
        if (created.isEmpty()) {
            return;
        }
        wallets.ledgerStatusChanged(
                tx, created.stream().map(OnboardingStore.Account::walletId).toList(), LedgerStatus.CREATED);
        for (OnboardingStore.Account account : created) {
            store.enqueueLines(tx, account.walletId(), network.name(), assetsFor(tx, account));
            tx.audit(AuditEvent.success(
                            "wallet.on_ledger", Origin.SYSTEM, account.projectId(), "wallet", account.walletId())
                    .with("ledger", ledger.sequence())
                    .with("hash", envelope.hash()));
        }
    }

    @Override
    public void died(Transaction tx, Envelope envelope) {
        store.requeue(tx, envelope.id(), tx.now());
    }

    private List<UUID> onboard(Channel payer) {
        long funds = sponsor.funds(payer);
        List<UUID> stored = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS_PER_ROUND; i++) {
            Optional<UUID> one = signOne(payer, funds);
            if (one.isEmpty()) {
                return stored;
            }
            stored.add(one.get());
        }
        return stored;
    }

    private Optional<UUID> signOne(Channel payer, long funds) {
        try {
            return database.write(tx -> sign(tx, payer, funds, WALLETS_PER_TRANSACTION));
        } catch (ApiException refused) {
            LOG.warn("{}: a wallet's key did not sign, trying one wallet: {}", network.name(), refused.getMessage());
        }
        try {
            return database.write(tx -> sign(tx, payer, funds, 1));
        } catch (ApiException refused) {
            database.run(tx -> store.claimAccounts(tx, network.name(), 1)
                    .forEach(account -> failures.accountFailed(tx, account.walletId(), refused.code())));
            return Optional.empty();
        }
    }

    private Optional<UUID> sign(Transaction tx, Channel payer, long funds, int limit) {
        Optional<Channel> channel =
                channels.claimFree(tx, network.name(), envelopes.bid(OPERATIONS_PER_TRANSACTION), 1).stream()
                        .findFirst();
        if (channel.isEmpty()) {
            return Optional.empty();
        }
        List<Newcomer> newcomers = fitting(tx, active(tx, newcomers(tx, limit)), funds);
        return newcomers.isEmpty() ? Optional.empty() : Optional.of(sign(tx, channel.get(), payer, newcomers));
    }

    private List<Newcomer> newcomers(Transaction tx, int limit) {
        List<OnboardingStore.Account> accounts = store.claimAccounts(tx, network.name(), limit);
        for (OnboardingStore.Account account : accounts) {
            store.enqueueLines(tx, account.walletId(), network.name(), assetsFor(tx, account));
        }
        List<UUID> ids =
                accounts.stream().map(OnboardingStore.Account::walletId).toList();
        List<OnboardingStore.Line> lines =
                accounts.isEmpty() ? store.claimLines(tx, network.name(), limit) : store.claimLinesOf(tx, ids);
        Map<UUID, List<AssetId>> linesByWallet = lines.stream()
                .collect(Collectors.groupingBy(
                        OnboardingStore.Line::walletId,
                        Collectors.mapping(OnboardingStore.Line::asset, Collectors.toList())));
        if (accounts.isEmpty()) {
            return lines.stream()
                    .collect(Collectors.toMap(OnboardingStore.Line::walletId, Function.identity(), (one, same) -> one))
                    .values()
                    .stream()
                    .map(line -> new Newcomer(
                            line.walletId(),
                            line.projectId(),
                            line.publicKey(),
                            false,
                            linesByWallet.getOrDefault(line.walletId(), List.of())))
                    .toList();
        }
        return accounts.stream()
                .map(account -> new Newcomer(
                        account.walletId(),
                        account.projectId(),
                        account.publicKey(),
                        true,
                        linesByWallet.getOrDefault(account.walletId(), List.of())))
                .toList();
    }

    private List<AssetId> assetsFor(Transaction tx, OnboardingStore.Account account) {
        return assets.assets(tx.sql(), account.projectId(), network.name()).stream()
                .filter(asset -> !asset.isIssuedBy(account.publicKey()))
                .toList();
    }

    /** Wallets whose key may not sign now wait; a sponsorship needs it. */
    private List<Newcomer> active(Transaction tx, List<Newcomer> newcomers) {
        Map<UUID, WalletFacts> known =
                wallets
                        .wallets(
                                tx.sql(),
                                newcomers.stream().map(Newcomer::walletId).toList())
                        .stream()
                        .collect(Collectors.toMap(WalletFacts::id, Function.identity()));
        List<Newcomer> active = new ArrayList<>();
        for (Newcomer newcomer : newcomers) {
            WalletFacts wallet = known.get(newcomer.walletId());
            if (wallet != null && wallet.status().signs()) {
                active.add(newcomer);
            } else {
                store.postpone(tx, newcomer.walletId(), tx.now().plus(Duration.ofMinutes(5)));
            }
        }
        return active;
    }

    /** As many as the transaction and the sponsor's lumens have room for; the others keep waiting. */
    private List<Newcomer> fitting(Transaction tx, List<Newcomer> newcomers, long funds) {
        long left = funds - store.reservesInFlight(tx.sql(), network.name()) * AccountState.BASE_RESERVE;
        int operations = 0;
        List<Newcomer> fitting = new ArrayList<>();
        for (Newcomer newcomer : newcomers) {
            operations += newcomer.operations();
            left -= newcomer.reserves() * AccountState.BASE_RESERVE;
            if (operations > OPERATIONS_PER_TRANSACTION || left < 0) {
                break;
            }
            fitting.add(newcomer);
        }
        complainOnce(left < 0);
        return fitting;
    }

    private void complainOnce(boolean poor) {
        if (poor && !complained) {
            LOG.warn(
                    "{}: the sponsor has too few lumens for the reserves of waiting wallets (0.5 XLM for each trustline,"
                            + " 1 XLM for each account); they wait until somebody sends it more",
                    network.name());
        }
        complained = poor;
    }

    private UUID sign(Transaction tx, Channel channel, Channel payer, List<Newcomer> newcomers) {
        AccountId source = AccountId.parse(payer.publicKey());
        TransactionBuilder builder = envelopes.begin(tx, channel);
        List<Signatory> signatories = new ArrayList<>();
        signatories.add(new Signatory(channel.serviceKeyId(), channel.publicKey()));
        signatories.add(new Signatory(payer.serviceKeyId(), payer.publicKey()));
        for (Newcomer newcomer : newcomers) {
            builder = withNewcomer(builder, source, newcomer);
            signatories.add(new Signatory(newcomer.walletId(), newcomer.publicKey()));
        }
        UUID envelope = envelopes.store(tx, EnvelopePurpose.ONBOARDING, channel, builder.build(), signatories);
        newcomers.forEach(newcomer -> store.inFlight(tx, newcomer, envelope));
        return envelope;
    }

    private static TransactionBuilder withNewcomer(TransactionBuilder start, AccountId payer, Newcomer newcomer) {
        AccountId account = AccountId.parse(newcomer.publicKey());
        TransactionBuilder builder = start.add(payer, new SponsorshipOperation.BeginSponsoringFutureReserves(account));
        if (newcomer.account()) {
            builder = builder.add(payer, new AccountOperation.CreateAccount(account, 0));
        }
        for (AssetId asset : newcomer.trustlines()) {
            builder = builder.add(account, TrustOperation.ChangeTrust.open(asset.toXdr()));
        }
        return builder.add(account, new SponsorshipOperation.EndSponsoringFutureReserves());
    }
}
