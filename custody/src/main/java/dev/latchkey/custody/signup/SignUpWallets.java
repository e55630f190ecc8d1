package dev.latchkey.custody.signup;

import dev.latchkey.custody.signup.SignUpStore.Due;
import dev.latchkey.custody.signup.SignUpStore.Given;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.jobs.Jobs;
import dev.latchkey.tenancy.Tenancy;
import dev.latchkey.tenancy.project.Project;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives everybody who signs up a wallet, where the project says so. The sign-up only leaves a row; the wallet is made after
 * it, as {@code POST /auth/authenticate} makes one, and whatever goes wrong with it is tried again.
 */
public final class SignUpWallets {

    private static final Logger LOG = LoggerFactory.getLogger(SignUpWallets.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 8;
    private static final Duration COUNTED = Duration.ofDays(1);

    private final Database database;
    private final WalletProvisioner wallets;
    private final Tenancy tenancy;
    private final SignUpTerms terms;
    private final Clock clock;
    private final SignUpStore store = new SignUpStore();
    private final ReentrantLock working = new ReentrantLock();
    private final AtomicBoolean asked = new AtomicBoolean();

    public SignUpWallets(
            Database database, WalletProvisioner wallets, Tenancy tenancy, SignUpTerms terms, Clock clock) {
        this.database = database;
        this.wallets = wallets;
        this.tenancy = tenancy;
        this.terms = terms;
        this.clock = clock;
    }

    /** Somebody has an account that works from now on. */
    public void userRegistered(Transaction tx, UUID projectId, UUID userId) {
        networkOf(tx.sql(), projectId).ifPresent(network -> {
            store.add(tx.sql(), projectId, userId, network, tx.now());
            tx.afterCommit(this::makeSoon);
        });
    }

    /** The user is about to be erased, or has become another one. */
    public void userGone(Transaction tx, UUID userId) {
        store.remove(tx.sql(), userId);
    }

    public List<Route> routes() {
        return List.of(Route.get("/wallets/waiting")
                .style(Style.MUX)
                .guard(Guard.PROJECT_KEY)
                .scope(Scope.WALLETS_READ)
                .query("limit", Integer.class, "Rows on a page, 50 by default, 200 at most.")
                .query("offset", Integer.class, "Rows to skip.")
                .answer(200, Route.listOf(WaitingWallet.class))
                .summary("Wallets", "Lists new users who have yet to be given their wallet, and why; longest first.")
                .handle(this::waiting));
    }

    /** What waits for its time, or was left behind by a server that stopped. */
    public List<Jobs.Job> jobs() {
        return List.of(
                new Jobs.Job("custody.sign-up-wallets", Duration.ofSeconds(10), this::makeAll),
                new Jobs.Job(
                        "custody.sign-up-wallets-clean-up",
                        Duration.ofHours(1),
                        () -> database.read(sql ->
                                store.removeMadeBefore(sql, clock.instant().minus(COUNTED)))));
    }

    private Reply waiting(Call call) {
        Page page = Page.byOffset(call);
        return page.reply(
                call,
                database.read(sql -> store.waiting(sql, call.projectKey().project(), page.fetch(), page.offset())));
    }

    /** At most one thread works and one waits to look again. */
    private void makeSoon() {
        if (!asked.getAndSet(true)) {
            Thread.ofVirtual().name("sign-up-wallets").start(this::makeAll);
        }
    }

    private void makeAll() {
        working.lock();
        try {
            asked.set(false);
            boolean more;
            do {
                more = makeNext();
            } while (more);
        } catch (RuntimeException failure) {
            LOG.warn("wallets of new users wait: {}", failure.getMessage());
        } finally {
            working.unlock();
        }
    }

    private boolean makeNext() {
        Optional<Due> next = database.read(sql -> store.next(sql, clock.instant()));
        next.ifPresent(this::make);
        return next.isPresent();
    }

    private void make(Due due) {
        try {
            database.run(tx -> {
                store.lock(tx.sql());
                make(tx, due);
            });
        } catch (RuntimeException failure) {
            LOG.warn("the wallet of a new user could not be made: user={} {}", due.userId(), failure.getMessage());
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(due.attempts(), MOST_DOUBLINGS));
            database.run(tx -> store.tryAgain(tx.sql(), due.userId(), tx.now().plus(pause)));
        }
    }

    private void make(Transaction tx, Due due) {
        if (networkOf(tx.sql(), due.projectId()).isEmpty()) {
            // The project has changed its mind.
            store.remove(tx.sql(), due.userId());
            return;
        }
        Optional<Instant> full = fullUntil(store.given(tx.sql(), due.projectId(), tx.now()));
        if (full.isPresent()) {
            LOG.warn("project {} has its wallets for new users; others wait until {}", due.projectId(), full.get());
            store.waitForBudget(tx.sql(), due.projectId(), full.get());
            return;
        }
        wallets.ensure(tx, due.projectId(), due.userId(), due.network(), Origin.SYSTEM);
        store.made(tx.sql(), due.userId(), tx.now());
    }

    /** When there is room again; empty while there is. */
    private Optional<Instant> fullUntil(Given given) {
        if (given.inDay() >= terms.perDay()) {
            return Optional.of(Objects.requireNonNull(given.firstOfDay()).plus(COUNTED));
        }
        return given.inHour() >= terms.perHour()
                ? Optional.of(Objects.requireNonNull(given.firstOfHour()).plus(Duration.ofHours(1)))
                : Optional.empty();
    }

    private Optional<WalletNetwork> networkOf(Handle sql, UUID projectId) {
        return tenancy.project(sql, projectId).map(Project::walletAtSignUp).map(WalletNetwork::valueOf);
    }
}
