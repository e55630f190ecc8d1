package dev.latchkey.payments.history;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.UUID;

/** A wallet's history. */
public final class HistoryRoutes {
    private final History history;
    private final WalletBook wallets;

    public HistoryRoutes(History history, WalletBook wallets) {
        this.history = history;
        this.wallets = wallets;
    }

    public List<Route> routes() {
        return List.of(Route.get("/wallets/{id}/history")
                .style(Style.MUX)
                .guard(Guard.PROJECT_KEY)
                .scope(Scope.PAYMENTS_READ)
                .query("limit", Integer.class, "Rows, 50 where left out, at most 200")
                .query("cursor", String.class, "Where a page begins: as the previous one's Link header says")
                .answer(200, Route.listOf(HistoryEntry.class))
                .answer(404, "No such wallet")
                .summary("Wallets", "Tells what happened to a wallet on the ledger, newest first")
                .handle(this::list));
    }

    private Reply list(Call call) {
        WalletFacts wallet = wallet(call);
        int limit = Math.min(Page.MAX_LIMIT, call.query().integer("limit", Page.DEFAULT_LIMIT, 1, Integer.MAX_VALUE));
        History.Part part = history.of(wallet, cursor(call), limit);
        Reply reply = Reply.ok(part.entries());
        return part.next()
                .map(next -> reply.header(
                        "Link", "<" + call.path() + "?limit=" + limit + "&cursor=" + next + ">; rel=\"next\""))
                .orElse(reply);
    }

    private WalletFacts wallet(Call call) {
        String given = call.pathParameter("id");
        UUID id = call.id("id", () -> unknownWallet(given));
        return wallets.wallet(call.projectKey().project(), id).orElseThrow(() -> unknownWallet(given));
    }

    private static HistoryCursor cursor(Call call) {
        return call.query()
                .text("cursor")
                .map(text -> HistoryCursor.parse(text)
                        .orElseThrow(() -> ApiException.invalid("cursor must be taken from a Link header")))
                .orElse(HistoryCursor.START);
    }

    private static ApiException unknownWallet(String id) {
        return ApiException.notFound("Wallet with ID " + id + " not found");
    }
}
