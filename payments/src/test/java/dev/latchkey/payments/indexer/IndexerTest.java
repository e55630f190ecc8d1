package dev.latchkey.payments.indexer;

import static dev.latchkey.payments.indexer.Ledgers.account;
import static dev.latchkey.payments.indexer.Ledgers.done;
import static dev.latchkey.payments.indexer.Ledgers.ledger;
import static dev.latchkey.payments.indexer.Ledgers.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.custody.wallet.WalletStatus;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.ClaimPredicate;
import dev.latchkey.networks.stellar.xdr.ClaimableBalanceId;
import dev.latchkey.networks.stellar.xdr.ClaimableBalanceOperation;
import dev.latchkey.networks.stellar.xdr.Claimant;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.platform.database.Database;
import dev.latchkey.testkit.DatabaseExtension;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class IndexerTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private static final UUID PROJECT = UUID.randomUUID();
    private static final AccountId ALICE = account("alice");
    private static final AccountId BOB = account("bob");
    private static final AccountId STRANGER = account("stranger");
    private static final Asset EURD = Asset.credit("EURD", account("issuer"));

    private final List<WalletFacts> wallets = new ArrayList<>();
    private final List<WalletNetwork> woken = new ArrayList<>();
    private Database database;
    private Indexer indexer;

    @BeforeEach
    void open() {
        database = new Database(
                new Database.Options(
                        databases.database().url(),
                        new Properties(),
                        4,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)),
                Clock.systemUTC());
        indexer = new Indexer(
                (sql, network, addresses) -> wallets.stream()
                        .filter(wallet -> addresses.contains(wallet.publicKey()))
                        .toList(),
                woken::add);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aPaymentBetweenWalletsGivesEachAnEntryAndARefresh() {
        WalletFacts alice = wallet(PROJECT, ALICE);
        WalletFacts bob = wallet(PROJECT, BOB);

        index(ledger(7, pay(ALICE, BOB, 25)));

        assertThat(text("select kind || ' ' || direction || ' ' || amount || ' ' || counterparty_wallet_id || ' ' || "
                        + "counterparty_user_id from payments.history_entries where wallet_id = '" + alice.id() + "'"))
                .isEqualTo("PAYMENT_SENT OUT 25 " + bob.id() + " " + bob.userId());
        assertThat(count("select count(*) from payments.history_entries")).isEqualTo(2);
        assertThat(count("select count(*) from payments.balance_refreshes where touched_ledger = 7"))
                .isEqualTo(2);
        assertThat(woken).containsExactly(WalletNetwork.TESTNET);
    }

    @Test
    void aWalletOfAnotherProjectIsAnAddressAndNoMore() {
        WalletFacts alice = wallet(PROJECT, ALICE);
        wallet(UUID.randomUUID(), BOB);

        index(ledger(7, pay(ALICE, BOB, 25)));

        assertThat(text("select counterparty || ' ' || coalesce(counterparty_wallet_id::text, 'nobody')"
                        + " from payments.history_entries where wallet_id = '" + alice.id() + "'"))
                .isEqualTo(BOB + " nobody");
    }

    @Test
    void strangersLeaveNoTrace() {
        wallet(PROJECT, ALICE);

        index(ledger(7, pay(STRANGER, BOB, 25)));

        assertThat(count("select count(*) from payments.history_entries")).isZero();
        assertThat(count("select count(*) from payments.balance_refreshes")).isZero();
        assertThat(woken).isEmpty();
    }

    @Test
    void aFailedTransactionIsNoHistory() {
        wallet(PROJECT, ALICE);

        index(ledger(
                7,
                tx(account("channel"))
                        .add(ALICE, new PaymentOperation.Payment(MuxedAccount.of(BOB), EURD, 25))
                        .failed()));

        assertThat(count("select count(*) from payments.history_entries")).isZero();
    }

    @Test
    void aFeeThatAWalletPaidItselfChangesItsBalanceEvenIfItsTransactionFailed() {
        wallet(PROJECT, ALICE);

        index(ledger(
                7,
                tx(ALICE)
                        .add(ALICE, new PaymentOperation.Payment(MuxedAccount.of(BOB), EURD, 25))
                        .failed()));

        assertThat(count("select count(*) from payments.balance_refreshes")).isEqualTo(1);
    }

    @Test
    void whatAStrangerWritesNeverStopsTheReading() {
        WalletFacts alice = wallet(PROJECT, ALICE);
        IncludedTransaction nul = tx(STRANGER)
                .memo(Memo.text("a\0b"))
                .add(STRANGER, new PaymentOperation.Payment(MuxedAccount.of(ALICE), EURD, 1))
                .successful();
        IncludedTransaction unreadable = new IncludedTransaction(
                "unreadable", null, STRANGER.toString(), STRANGER.toString(), 9, 100, "AAAA", nul.result());

        index(ledger(7, unreadable, nul));

        assertThat(text("select memo || ' ' || transaction_index from payments.history_entries where wallet_id = '"
                        + alice.id() + "'"))
                .isEqualTo("0x610062 1");
    }

    @Test
    void aClaimGetsTheAmountThatWasSetAsideInAnEarlierLedger() {
        wallet(PROJECT, BOB);
        ClaimableBalanceId id = new ClaimableBalanceId(Hash.sha256("balance".getBytes(StandardCharsets.UTF_8)));
        ClaimableBalanceOperation create = new ClaimableBalanceOperation.CreateClaimableBalance(
                EURD, 9, List.of(new Claimant(BOB, ClaimPredicate.UNCONDITIONAL)));
        index(ledger(7, done(STRANGER, create, new OperationResultDetail.BalanceCreated(id))));

        index(ledger(8, done(BOB, new ClaimableBalanceOperation.ClaimClaimableBalance(id))));

        assertThat(text("select direction || ' ' || amount || ' ' || asset from payments.history_entries"
                        + " where kind = 'CLAIMABLE_BALANCE_CLAIMED'"))
                .isEqualTo("IN 9 " + EURD);
    }

    @Test
    void aClaimGetsTheAmountThatWasSetAsideInTheSameLedgerByAStranger() {
        wallet(PROJECT, BOB);
        ClaimableBalanceId id = new ClaimableBalanceId(Hash.sha256("balance".getBytes(StandardCharsets.UTF_8)));
        ClaimableBalanceOperation create = new ClaimableBalanceOperation.CreateClaimableBalance(
                EURD, 9, List.of(new Claimant(BOB, ClaimPredicate.UNCONDITIONAL)));

        index(ledger(
                7,
                done(STRANGER, create, new OperationResultDetail.BalanceCreated(id)),
                done(BOB, new ClaimableBalanceOperation.ClaimClaimableBalance(id))));

        assertThat(count("select amount from payments.history_entries where kind = 'CLAIMABLE_BALANCE_CLAIMED'"))
                .isEqualTo(9);
    }

    @Test
    void laterLedgersOnlyRaiseWhatARefreshMustReach() {
        wallet(PROJECT, ALICE);
        index(ledger(8, pay(STRANGER, ALICE, 1)));
        index(ledger(7, pay(STRANGER, ALICE, 1)));

        assertThat(count("select touched_ledger from payments.balance_refreshes"))
                .isEqualTo(8);
    }

    /** Any history, read twice in any order of repetition, as after a restore: the same entries as read once. */
    @Test
    void replayedLedgersGiveNoDoubleEntries() {
        wallet(PROJECT, ALICE);
        wallet(PROJECT, BOB);
        Random random = new Random(20260530);
        for (int round = 0; round < 10; round++) {
            List<ClosedLedger> ledgers = ledgers(random, 1 + round * 10);
            ledgers.forEach(this::index);
            String once = everything();

            ledgers.stream().skip(random.nextInt(ledgers.size())).forEach(this::index);
            ledgers.forEach(this::index);

            assertThat(everything()).isEqualTo(once);
        }
        assertThat(count("select count(*) from payments.history_entries")).isGreaterThan(50);
    }

    private static List<ClosedLedger> ledgers(Random random, int from) {
        List<AccountId> accounts = List.of(ALICE, BOB, STRANGER);
        List<ClosedLedger> ledgers = new ArrayList<>();
        for (int sequence = from; sequence < from + 6; sequence++) {
            List<IncludedTransaction> transactions = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Ledgers.Tx tx = tx(account("channel-" + random.nextInt(3)));
                for (int operations = 1 + random.nextInt(3); operations > 0; operations--) {
                    AccountId from1 = accounts.get(random.nextInt(3));
                    AccountId to = accounts.get(random.nextInt(3));
                    tx.add(from1, new PaymentOperation.Payment(MuxedAccount.of(to), EURD, 1 + random.nextInt(100)));
                }
                transactions.add(random.nextInt(4) == 0 ? tx.failed() : tx.successful());
            }
            ledgers.add(ledger(sequence, transactions.toArray(IncludedTransaction[]::new)));
        }
        return ledgers;
    }

    private static IncludedTransaction pay(AccountId from, AccountId to, long amount) {
        return done(from, new PaymentOperation.Payment(MuxedAccount.of(to), EURD, amount));
    }

    private WalletFacts wallet(UUID project, AccountId account) {
        WalletFacts wallet = new WalletFacts(
                UUID.randomUUID(),
                project,
                UUID.randomUUID(),
                account.toString(),
                WalletNetwork.TESTNET,
                WalletStatus.ACTIVE,
                LedgerStatus.CREATED);
        wallets.add(wallet);
        return wallet;
    }

    private void index(ClosedLedger ledger) {
        database.run(tx -> indexer.ledgerClosed(tx, ledger));
    }

    private String everything() {
        return text("select string_agg(concat_ws(' ', id, wallet_id, ledger, transaction_index, operation_index, kind,"
                + " amount), ',' order by id) from payments.history_entries");
    }

    private long count(String query) {
        return database.read(sql -> sql.createQuery(query).mapTo(Long.class).one());
    }

    private String text(String query) {
        return database.read(sql -> sql.createQuery(query).mapTo(String.class).one());
    }
}
