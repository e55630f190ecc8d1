package dev.latchkey.payments.support;

import dev.latchkey.custody.Custody;
import dev.latchkey.custody.CustodyOptions;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.payments.LedgerAccess;
import dev.latchkey.payments.LedgerView;
import dev.latchkey.payments.NetworkEngine;
import dev.latchkey.payments.Payments;
import dev.latchkey.payments.balance.BalanceTerms;
import dev.latchkey.payments.ledger.HorizonNetwork;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.submission.SubmissionTerms;
import dev.latchkey.payments.upkeep.ChannelTerms;
import dev.latchkey.payments.wallet.CustodyBook;
import dev.latchkey.payments.wallet.CustodyKeys;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.LocalKeyEncryptionKeys;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.testkit.DatabaseExtension;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One server process' worth of payments, driven by hand: sign and send, close a ledger, read it. */
public final class PaymentsHouse implements AutoCloseable {
    private static final String MASTER_KEY = "cTVx8yH5k0M2bN9wQeRtYuIoPaSdFgHjKlZxCvBnM1Q=";

    /** Short leases and retries, so that tests need not wait. */
    public static final SubmissionTerms TERMS = new SubmissionTerms(
            100_000,
            2_000_000,
            Duration.ofSeconds(90),
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            3,
            100);

    public static final ChannelTerms CHANNELS = new ChannelTerms(4, 100, 50_000_000, 15_000_000);

    private final SecretMemory memory = new SecretMemory(16, Duration.ofSeconds(5));
    private final MasterKey masterKey;
    private final LocalKeyEncryptionKeys keys;
    private final @Nullable Sandbox own;
    private final LedgerAccess access;
    private @Nullable PaymentsServer server;
    /** What users are called. */
    public final Map<UUID, String> names = new ConcurrentHashMap<>();

    public final Clock clock;
    public final Database database;
    public final Custody custody;
    public final Payments payments;

    /** With a sandbox of its own in which ledgers close by hand. */
    public static PaymentsHouse open(String databaseUrl, Clock clock) {
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
        return new PaymentsHouse(
                databaseUrl,
                clock,
                horizon(sandbox.horizonUrl()),
                sandbox,
                TERMS,
                CHANNELS,
                Optional.empty(),
                CrashPoints.NONE);
    }

    /** Another process over the same database, or a copy of it, and the same ledger. */
    public PaymentsHouse beside(String databaseUrl, CrashPoints crashPoints) {
        return new PaymentsHouse(
                databaseUrl,
                clock,
                horizon(sandbox().horizonUrl()),
                null,
                TERMS,
                CHANNELS,
                Optional.empty(),
                crashPoints);
    }

    /** The sandbox behind an address, as a network. */
    public static LedgerNetwork horizon(String url) {
        return new HorizonNetwork(
                new StellarNetwork(
                        StellarNetwork.Name.TESTNET,
                        SandboxOptions.PASSPHRASE,
                        URI.create(url),
                        null,
                        URI.create(url + "/friendbot")),
                Duration.ofSeconds(5));
    }

    public PaymentsHouse(
            String databaseUrl,
            Clock clock,
            LedgerNetwork network,
            @Nullable Sandbox own,
            SubmissionTerms terms,
            ChannelTerms channels,
            Optional<Secret> sponsor,
            CrashPoints crashPoints) {
        this.clock = clock;
        this.own = own;
        Aead aead = new Aead(new SecureRandom());
        this.masterKey = MasterKey.parse(MASTER_KEY, memory);
        this.keys = new LocalKeyEncryptionKeys(masterKey, 1, List.of(), aead, memory);
        this.database = new Database(
                new Database.Options(
                        databaseUrl, new Properties(), 30, 1, Duration.ofSeconds(20), Duration.ofSeconds(30)),
                clock);
        this.access = new LedgerAccess(List.of(network));
        this.custody = new Custody(
                database,
                new EnvelopeCipher(keys, aead, memory),
                memory,
                access.walletLifecycle(),
                new CustodyOptions(Optional.empty()),
                clock);
        this.payments = new Payments(
                database,
                clock,
                access,
                new CustodyBook(database, custody),
                new CustodyKeys(
                        custody,
                        sponsor.map(seed -> Map.of(WalletNetwork.TESTNET, seed)).orElseGet(Map::of)),
                terms,
                channels,
                new LedgerView.Neighbours(id -> true, (sql, project, users) -> names),
                BalanceTerms.DEFAULT,
                crashPoints);
    }

    /** A database with every schema that payments need. */
    public static DatabaseExtension migrated() {
        return DatabaseExtension.migratedBy("payments", database -> new Migrations(
                        database.dataSource(), List.of(Migrations.PLATFORM, Custody.MIGRATIONS, Payments.MIGRATIONS))
                .migrate());
    }

    public Sandbox sandbox() {
        if (own == null) {
            throw new IllegalStateException("the sandbox is elsewhere");
        }
        return own;
    }

    public NetworkEngine engine() {
        return payments.engines().getFirst();
    }

    /** The routes on a port. */
    public PaymentsServer server() {
        PaymentsServer started = server;
        if (started == null) {
            started = new PaymentsServer(payments.routes(), clock);
            server = started;
        }
        return started;
    }

    /** Asks for a payment in lumens over HTTP; answers its id. */
    public String pay(WalletFacts from, WalletFacts to, String amount, String memo) {
        return server().project(from.projectId())
                .post(
                        "/transactions",
                        Map.of(
                                "amount",
                                amount,
                                "asset",
                                Map.of("type", "NATIVE"),
                                "senderWalletId",
                                from.id(),
                                "receiverWalletId",
                                to.id(),
                                "memo",
                                memo,
                                "idempotencyKey",
                                memo))
                .hasStatus(201)
                .text("/id");
    }

    public String status(String transactionId) {
        return text("select status from payments.transactions where id = '" + transactionId + "'");
    }

    /** A new wallet of a new user. */
    public WalletFacts wallet(UUID projectId) {
        return wallet(projectId, UUID.randomUUID());
    }

    public WalletFacts wallet(UUID projectId, UUID userId) {
        WalletSummary made =
                database.write(tx -> custody.ensure(tx, projectId, userId, WalletNetwork.TESTNET, Origin.SYSTEM)
                        .wallet());
        return custody.wallet(projectId, made.id()).orElseThrow();
    }

    /** Gives a wallet lumens from the sponsor, as somebody outside would. */
    public void fund(WalletFacts wallet, long lumens) {
        new Outsider(sandbox()).pay(wallet.publicKey(), lumens);
        read();
    }

    /** Signs and sends what waits. */
    public void work() {
        while (engine().worker().round()) {
            // until there is nothing left to do at once
        }
    }

    /** Reads all ledgers there are. */
    public void read() {
        while (engine().follower().readNext(Duration.ZERO) > 0) {
            // until there is none left
        }
    }

    /** One ledger's life: sign and send, close, read. */
    public void ledger() {
        work();
        sandbox().closeLedger();
        read();
    }

    /** Ledgers until nothing is on its way any more; {@code atMost} so many. */
    public void finish(int atMost) {
        read();
        for (int i = 0;
                i < atMost && count("select count(*) from payments.transactions where phase <> 'DONE'") > 0;
                i++) {
            ledger();
            pause();
        }
    }

    /** Longer than the retries of {@link #TERMS}. */
    public static void pause() {
        try {
            Thread.sleep(60);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Enough ledgers for the sponsor, the channels and waiting wallets. */
    public void settle() {
        read();
        for (int i = 0; i < 4; i++) {
            ledger();
        }
    }

    public long count(String query) {
        return database.read(sql -> sql.createQuery(query).mapTo(Long.class).one());
    }

    public String text(String query) {
        return database.read(
                sql -> sql.createQuery(query).mapTo(String.class).findOne().orElse("none"));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        payments.close();
        custody.close();
        if (own != null) {
            own.close();
        }
        database.close();
        keys.close();
        masterKey.close();
        memory.close();
    }
}
