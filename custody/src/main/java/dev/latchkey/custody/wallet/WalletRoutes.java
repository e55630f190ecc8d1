package dev.latchkey.custody.wallet;

import dev.latchkey.custody.wallet.WalletBodies.ChangeWallet;
import dev.latchkey.custody.wallet.WalletBodies.CreateWallet;
import dev.latchkey.custody.wallet.WalletBodies.CreatedWallet;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The wallets of a project, for its backend (mux-api.md 5.7). */
final class WalletRoutes {

    static final String TAG = "Wallets";

    private final Database database;
    private final WalletStore store;
    private final WalletCreation creation;
    private final WalletStates states;

    WalletRoutes(Database database, WalletStore store, WalletCreation creation, WalletStates states) {
        this.database = database;
        this.store = store;
        this.creation = creation;
        this.states = states;
    }

    List<Route> routes() {
        return List.of(
                byKey(Scope.WALLETS_WRITE, Route.post("/wallets"))
                        .rate(RateClass.SENSITIVE)
                        .body(CreateWallet.class)
                        .answer(201, CreatedWallet.class)
                        .answer(403, "The user is not active")
                        .answer(404, "No such user")
                        .answer(409, "The user has a wallet on this network")
                        .answer(422, "The network is not configured")
                        .summary(TAG, "Makes a wallet for a user.")
                        .handle(this::create),
                byKey(Scope.WALLETS_READ, Route.get("/wallets"))
                        .query("limit", Integer.class, "Rows of a page, 50 by default, at most 200")
                        .query("offset", Integer.class, "How many rows to skip")
                        .answer(200, Route.listOf(WalletView.class))
                        .summary(TAG, "Lists the project's wallets, newest first.")
                        .handle(this::list),
                byKey(Scope.WALLETS_READ, Route.get("/wallets/user/{userId}"))
                        .answer(200, Route.listOf(WalletView.class))
                        .summary(TAG, "Lists a user's wallets, newest first; none for an unknown user.")
                        .handle(this::ofUser),
                byKey(Scope.WALLETS_READ, Route.get("/wallets/{id}"))
                        .answer(200, WalletView.class)
                        .answer(404, "No such wallet")
                        .summary(TAG, "Shows one wallet.")
                        .handle(call -> Reply.ok(WalletView.of(find(call)))),
                byKey(Scope.WALLETS_READ, Route.get("/wallets/{id}/status"))
                        .answer(200, WalletStatusView.class)
                        .answer(404, "No such wallet")
                        .summary(TAG, "Shows the state of a wallet.")
                        .handle(call -> Reply.ok(WalletStatusView.of(find(call)))),
                byKey(Scope.WALLETS_WRITE, Route.patch("/wallets/{id}"))
                        .body(ChangeWallet.class)
                        .answer(200, WalletView.class)
                        .answer(404, "No such wallet")
                        .answer(409, "The state cannot change so, or is the server's to set")
                        .summary(TAG, "Suspends, reactivates or disables a wallet.")
                        .handle(this::change),
                byKey(Scope.WALLETS_WRITE, Route.patch("/wallets/{id}/activate"))
                        .answer(200, WalletView.class)
                        .answer(404, "No such wallet")
                        .answer(409, "The wallet is not in PROVISIONING")
                        .summary(TAG, "Activates a wallet that is being provisioned.")
                        .handle(this::activate),
                byKey(Scope.WALLETS_WRITE, Route.delete("/wallets/{id}"))
                        .answer(200, WalletView.class)
                        .answer(404, "No such wallet")
                        .answer(409, "The wallet holds funds, has open payments or is part of a rotation chain")
                        .summary(TAG, "Disables and hides a wallet; its key is kept.")
                        .handle(this::delete));
    }

    static Route.Builder byKey(Scope scope, Route.Builder route) {
        return route.style(Style.MUX).guard(Guard.PROJECT_KEY).scope(scope);
    }

    private Reply create(Call call) {
        WalletRow wallet = creation.create(project(call), call.body(CreateWallet.class), call.origin());
        return Reply.created(CreatedWallet.of(wallet));
    }

    private Reply list(Call call) {
        Page page = Page.byOffset(call);
        List<WalletRow> rows = database.read(sql -> store.ofProject(sql, project(call), page.fetch(), page.offset()));
        return page.reply(call, views(rows));
    }

    private Reply ofUser(Call call) {
        Optional<UUID> user = Call.parseUuid(call.pathParameter("userId"));
        List<WalletRow> rows = user.map(id -> database.read(sql -> store.ofUser(sql, project(call), id)))
                .orElse(List.of());
        return Reply.ok(views(rows));
    }

    private Reply change(Call call) {
        ChangeWallet wanted = call.body(ChangeWallet.class);
        return Reply.ok(WalletView.of(states.change(project(call), id(call), wanted.status(), call.origin())));
    }

    private Reply activate(Call call) {
        return Reply.ok(WalletView.of(states.activate(project(call), id(call), call.origin())));
    }

    private Reply delete(Call call) {
        return Reply.ok(WalletView.of(states.delete(project(call), id(call), call.origin())));
    }

    private WalletRow find(Call call) {
        UUID id = id(call);
        return database.read(sql -> store.find(sql, project(call), id)).orElseThrow(unknown(call));
    }

    private static List<WalletView> views(List<WalletRow> rows) {
        return rows.stream().map(WalletView::of).toList();
    }

    private static UUID id(Call call) {
        return call.id("id", unknown(call));
    }

    private static Supplier<ApiException> unknown(Call call) {
        return () -> WalletStates.unknown(call.pathParameter("id"));
    }

    private static UUID project(Call call) {
        return call.projectKey().project();
    }
}
