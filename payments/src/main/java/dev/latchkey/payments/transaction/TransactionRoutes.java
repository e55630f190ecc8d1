package dev.latchkey.payments.transaction;

import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.reservation.BalanceView;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Transactions and transfers (mux-api.md 5.8). */
public final class TransactionRoutes {
    private static final String TAG = "Transactions";

    private final Database database;
    private final WalletBook wallets;
    private final Requests requests;
    private final BuildTransaction build;
    private final CancelTransaction cancel;
    private final TransactionStore store = new TransactionStore();

    public TransactionRoutes(
            Database database,
            WalletBook wallets,
            Networks networks,
            BalanceView balances,
            Runnable accepted,
            CrashPoints crashPoints) {
        this.database = database;
        this.wallets = wallets;
        this.requests = new Requests(
                new Parties(wallets), new CreateTransaction(database, networks, balances, accepted, crashPoints));
        this.build = new BuildTransaction(networks);
        this.cancel = new CancelTransaction(database);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/transactions/build")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.PAYMENTS_READ)
                        .rate(RateClass.SENSITIVE)
                        .body(BuildBody.class)
                        .answer(201, BuiltTransaction.class)
                        .answer(400, "Not buildable, or the source account does not exist")
                        .answer(422, "The network is not configured")
                        .answer(503, "Horizon is away")
                        .summary(TAG, "Builds an unsigned payment for somebody else to sign")
                        .handle(this::build),
                Route.post("/transactions")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.PAYMENTS_WRITE)
                        .rate(RateClass.SENSITIVE)
                        .body(CreateTransactionBody.class)
                        .answer(201, TransactionView.class)
                        .answer(404, "No such wallet")
                        .answer(409, "A request with this idempotency key is being processed")
                        .answer(422, "Balance or limits do not allow it, or the idempotency key was used otherwise")
                        .summary(TAG, "Pays from a wallet; the platform pays the fee")
                        .handle(this::create),
                Route.post("/transfers")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.PAYMENTS_WRITE)
                        .rate(RateClass.SENSITIVE)
                        .body(TransferBody.class)
                        .answer(201, TransactionView.class)
                        .answer(404, "No such user or wallet")
                        .answer(409, "A request with this idempotency key is being processed")
                        .answer(422, "Balance or limits do not allow it, or the idempotency key was used otherwise")
                        .summary(TAG, "Pays from one user to another; the platform pays the fee")
                        .handle(this::transfer),
                Route.get("/transactions")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.PAYMENTS_READ)
                        .query("senderWalletId", UUID.class, "Only those this wallet sent")
                        .query("receiverWalletId", UUID.class, "Only those this wallet received")
                        .query("status", TransactionStatus.class, "Only those in this state")
                        .query("limit", Integer.class, "Rows, 50 where left out, at most 200")
                        .query("offset", Integer.class, "Rows to skip")
                        .answer(200, Route.listOf(TransactionView.class))
                        .summary(TAG, "Lists the project's transactions, newest first")
                        .handle(this::list),
                Route.get("/transactions/wallet/{walletId}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.PAYMENTS_READ)
                        .query("limit", Integer.class, "Rows, 50 where left out, at most 200")
                        .query("offset", Integer.class, "Rows to skip")
                        .answer(200, Route.listOf(TransactionView.class))
                        .answer(404, "No such wallet")
                        .summary(TAG, "Lists what a wallet sent and received, newest first")
                        .handle(this::ofWallet),
                Route.get("/transactions/stellar/{hash}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.PAYMENTS_READ)
                        .answer(200, TransactionView.class)
                        .answer(404, "No such transaction")
                        .summary(TAG, "Shows a transaction by its hash on the ledger")
                        .handle(this::byHash),
                Route.get("/transactions/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.PAYMENTS_READ)
                        .answer(200, TransactionView.class)
                        .answer(404, "No such transaction")
                        .summary(TAG, "Shows a transaction")
                        .handle(this::byId),
                Route.patch("/transactions/{id}/status")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .rate(RateClass.SENSITIVE)
                        .body(CancelBody.class)
                        .answer(200, TransactionView.class)
                        .answer(404, "No such transaction")
                        .answer(409, "Something is signed already, or the move is the server's")
                        .summary(TAG, "Cancels a PENDING transaction for which nothing is signed")
                        .handle(this::cancel));
    }

    private Reply build(Call call) {
        return Reply.created(build.build(call.body(BuildBody.class)));
    }

    private Reply create(Call call) {
        return Reply.created(TransactionView.of(requests.transaction(
                call.origin(), call.projectKey().project(), call.body(CreateTransactionBody.class))));
    }

    private Reply transfer(Call call) {
        return Reply.created(TransactionView.of(
                requests.transfer(call.origin(), call.projectKey().project(), call.body(TransferBody.class))));
    }

    private Reply list(Call call) {
        Page page = Page.byOffset(call);
        TransactionStore.Filter filter = new TransactionStore.Filter(
                call.query().uuid("senderWalletId").orElse(null),
                call.query().uuid("receiverWalletId").orElse(null),
                call.query().enumeration("status", TransactionStatus.class).orElse(null));
        UUID project = call.projectKey().project();
        return page.reply(call, views(database.read(sql -> store.list(sql, project, filter, page))));
    }

    private Reply ofWallet(Call call) {
        String given = call.pathParameter("walletId");
        UUID id = call.id("walletId", () -> unknownWallet(given));
        if (wallets.wallet(call.projectKey().project(), id).isEmpty()) {
            throw unknownWallet(given);
        }
        Page page = Page.byOffset(call);
        return page.reply(call, views(database.read(sql -> store.ofWallet(sql, id, page))));
    }

    private Reply byHash(Call call) {
        String hash = call.pathParameter("hash").toLowerCase(Locale.ROOT);
        if (!hash.matches("[0-9a-f]{64}")) {
            throw CancelTransaction.unknown(call.pathParameter("hash"));
        }
        return database.read(sql -> store.findByHash(sql, call.projectKey().project(), hash))
                .map(found -> Reply.ok(TransactionView.of(found)))
                .orElseThrow(() -> CancelTransaction.unknown(call.pathParameter("hash")));
    }

    private Reply byId(Call call) {
        UUID id = id(call);
        return database.read(sql -> store.find(sql, call.projectKey().project(), id))
                .map(found -> Reply.ok(TransactionView.of(found)))
                .orElseThrow(() -> CancelTransaction.unknown(id));
    }

    private Reply cancel(Call call) {
        CancelBody body = call.body(CancelBody.class);
        return Reply.ok(TransactionView.of(cancel.move(call.origin(), id(call), body.status(), body.statusReason())));
    }

    private static UUID id(Call call) {
        return call.id("id", () -> CancelTransaction.unknown(call.pathParameter("id")));
    }

    private static List<TransactionView> views(List<StoredTransaction> rows) {
        return rows.stream().map(TransactionView::of).toList();
    }

    private static ApiException unknownWallet(String id) {
        return ApiException.notFound("Wallet " + id + " not found");
    }
}
