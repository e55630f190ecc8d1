package dev.latchkey.payments.ledger;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.Submission;
import dev.latchkey.networks.stellar.horizon.HorizonAccount;
import dev.latchkey.networks.stellar.horizon.HorizonClient;
import dev.latchkey.networks.stellar.horizon.HorizonLedger;
import dev.latchkey.networks.stellar.horizon.HorizonStream;
import dev.latchkey.networks.stellar.horizon.HorizonTransaction;
import dev.latchkey.networks.stellar.horizon.Page;
import dev.latchkey.networks.stellar.horizon.PageRequest;
import dev.latchkey.networks.stellar.horizon.Scope;
import dev.latchkey.networks.stellar.horizon.TransactionLookup;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.work.Bell;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A network behind a Horizon: ledgers are read in pages, and a stream tells when the next one has closed. */
public final class HorizonNetwork implements LedgerNetwork {
    private static final int LEDGERS_AT_ONCE = 20;
    private static final int MAX_ANSWER = 32 << 20;
    private static final Duration STREAM_SILENCE = Duration.ofSeconds(75);
    private static final Duration STREAM_PAUSE = Duration.ofMillis(500);

    private final StellarNetwork network;
    private final NodeHttp http;
    private final HorizonClient horizon;
    private final HorizonStream stream;
    private final Hash id;
    private final Bell closed = new Bell();
    private final Thread listener;

    /** @param timeout for one exchange with the node, submissions included */
    public HorizonNetwork(StellarNetwork network, Duration timeout) {
        HttpClient client = NodeHttp.client(timeout);
        this.network = network;
        this.http = new NodeHttp(client, timeout, MAX_ANSWER);
        this.horizon = new HorizonClient(http, network.horizon());
        this.stream = new HorizonStream(client, horizon, STREAM_SILENCE, STREAM_PAUSE);
        this.id = network.id();
        this.listener = Thread.ofVirtual().name("ledgers-of-" + network.name()).unstarted(this::listen);
    }

    /** Begins to listen for ledgers; without it, {@link #after} only looks at the end of its wait. */
    @Override
    public void start() {
        listener.start();
    }

    @Override
    public void close() {
        listener.interrupt();
        closed.ring();
    }

    @Override
    public WalletNetwork name() {
        return WalletNetwork.valueOf(network.name().name());
    }

    @Override
    public String passphrase() {
        return network.passphrase();
    }

    @Override
    public Hash networkId() {
        return id;
    }

    /** For readers of more than the engine needs, such as effects. */
    public HorizonClient horizon() {
        return horizon;
    }

    @Override
    public LedgerHead latest() {
        HorizonLedger newest =
                ask(() -> horizon.ledgers(PageRequest.newest(1)).records()).getFirst();
        return new LedgerHead(Math.toIntExact(newest.sequence()), newest.hash().toHex(), newest.closedAt());
    }

    @Override
    public List<ClosedLedger> after(int sequence, Duration wait) {
        List<ClosedLedger> ledgers = page(sequence);
        if (!ledgers.isEmpty() || wait.isZero()) {
            return ledgers;
        }
        try {
            closed.await(wait);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("interrupted while waiting for a ledger", stopped);
        }
        return page(sequence);
    }

    @Override
    public SubmitAnswer submit(String envelopeXdr) {
        return switch (horizon.submit(TransactionEnvelope.parse(envelopeXdr))) {
            case Submission.Pending pending -> new SubmitAnswer.Accepted();
            case Submission.Duplicate duplicate -> new SubmitAnswer.Accepted();
            case Submission.Applied applied -> new SubmitAnswer.Accepted();
            case Submission.TryAgainLater later -> new SubmitAnswer.TryAgainLater();
            case Submission.Rejected rejected ->
                new SubmitAnswer.Refused(rejected.transactionCode(), Math.max(0, rejected.feeCharged()));
            case Submission.NotDelivered(String reason) -> new SubmitAnswer.Unknown(reason);
            case Submission.Unknown(String reason) -> new SubmitAnswer.Unknown(reason);
        };
    }

    @Override
    public boolean holds(String hash) {
        return switch (horizon.transaction(Hash.hex(hash))) {
            case TransactionLookup.Found found -> true;
            case TransactionLookup.NotFound none -> false;
            case TransactionLookup.Unreachable(String reason) -> throw new LedgerUnavailable(reason, null);
        };
    }

    @Override
    public Optional<AccountState> account(String address) {
        return ask(() -> horizon.account(AccountId.parse(address))).map(HorizonNetwork::state);
    }

    @Override
    public boolean fund(String address) {
        URI friendbot = network.friendbot();
        return friendbot != null
                && ask(() -> http.get(URI.create(friendbot + "?addr=" + address)))
                                .status()
                        == 200;
    }

    @Override
    public double capacityUsage() {
        return Double.parseDouble(ask(horizon::feeStats).capacityUsage());
    }

    private void listen() {
        try {
            stream.ledgers("now", ledger -> closed.ring());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ClosedLedger> page(int sequence) {
        PageRequest request = new PageRequest(Long.toString((long) sequence << 32), true, LEDGERS_AT_ONCE, false);
        List<ClosedLedger> ledgers = new ArrayList<>();
        for (HorizonLedger ledger : ask(() -> horizon.ledgers(request)).records()) {
            ledgers.add(complete(ledger));
        }
        return ledgers;
    }

    private ClosedLedger complete(HorizonLedger ledger) {
        long count = ledger.successfulTransactions() + ledger.failedTransactions();
        List<IncludedTransaction> transactions = count == 0 ? List.of() : transactions(ledger);
        if (transactions.size() != count) {
            throw new LedgerUnavailable(
                    "ledger " + ledger.sequence() + " has " + count + " transactions, the node showed "
                            + transactions.size(),
                    null);
        }
        Hash previous = ledger.previousHash();
        return new ClosedLedger(
                name(),
                Math.toIntExact(ledger.sequence()),
                ledger.hash().toHex(),
                previous == null ? "" : previous.toHex(),
                ledger.closedAt(),
                transactions);
    }

    private List<IncludedTransaction> transactions(HorizonLedger ledger) {
        List<IncludedTransaction> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            PageRequest request = new PageRequest(cursor, true, PageRequest.MAX_LIMIT, true);
            Page<HorizonTransaction> page =
                    ask(() -> horizon.transactions(new Scope.OfLedger(ledger.sequence()), request));
            page.records().forEach(each -> all.add(included(each)));
            if (page.records().size() < PageRequest.MAX_LIMIT) {
                return all;
            }
            cursor = page.cursor();
        }
    }

    private static IncludedTransaction included(HorizonTransaction transaction) {
        Hash inner = transaction.innerHash();
        return new IncludedTransaction(
                transaction.hash().toHex(),
                inner == null ? null : inner.toHex(),
                transaction.source().toString(),
                transaction.feeSource().toString(),
                transaction.sequence(),
                transaction.feeCharged(),
                transaction.envelopeXdr(),
                transaction.result());
    }

    private static AccountState state(HorizonAccount account) {
        long asOf = account.lastModifiedLedger();
        Map<AssetId, AccountState.Line> lines = new HashMap<>();
        for (HorizonAccount.Balance balance : account.balances()) {
            asOf = Math.max(asOf, balance.lastModifiedLedger());
            if (balance.asset() instanceof Asset.Credit credit) {
                lines.put(
                        AssetId.parse(credit.toString()),
                        new AccountState.Line(balance.balance(), balance.sellingLiabilities(), balance.authorized()));
            }
        }
        return new AccountState(
                account.id().toString(),
                Math.toIntExact(asOf),
                account.sequence(),
                account.balance(Asset.NATIVE)
                        .map(HorizonAccount.Balance::balance)
                        .orElse(0L),
                account.minimumBalance(AccountState.BASE_RESERVE),
                lines);
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (NodeException noAnswer) {
            throw new LedgerUnavailable(String.valueOf(noAnswer.getMessage()), noAnswer);
        }
    }
}
