package dev.latchkey.payments.balance;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.money.AssetType;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Query;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Balances of wallets (mux-api.md 11). */
public final class BalanceRoutes {
    private static final String TAG = "Balances";
    private static final String NO_WALLET = "No such wallet";

    private final Balances balances;
    private final WalletBook wallets;

    public BalanceRoutes(Balances balances, WalletBook wallets) {
        this.balances = balances;
        this.wallets = wallets;
    }

    public List<Route> routes() {
        return List.of(
                filtered(Route.get("/balances/wallet/{walletId}"))
                        .answer(200, BalanceViews.AllBalances.class)
                        .summary(TAG, "Shows what a wallet holds, as last read from the ledger")
                        .handle(this::all),
                filtered(Route.get("/balances/wallet/{walletId}/asset"))
                        .answer(200, BalanceViews.OneBalance.class)
                        .summary(TAG, "Shows what a wallet holds of one asset")
                        .handle(this::one),
                ofWallet(Scope.WALLETS_READ, Route.get("/balances/wallet/{walletId}/stale"))
                        .answer(200, BalanceViews.StaleBalances.class)
                        .summary(TAG, "Marks and names the balances that were read too long ago")
                        .handle(this::stale),
                ofWallet(Scope.WALLETS_WRITE, Route.post("/balances/wallet/{walletId}/sync"))
                        .optionalBody(BalanceViews.SyncBody.class)
                        .answer(200, BalanceViews.SyncResult.class)
                        .answer(503, "Horizon is away")
                        .summary(TAG, "Reads a wallet's balances from the ledger now")
                        .handle(this::sync),
                ofWallet(Scope.WALLETS_WRITE, Route.post("/balances/wallet/{walletId}/reconcile"))
                        .body(BalanceViews.ReconcileBody.class)
                        .answer(200, BalanceViews.Reconciliation.class)
                        .answer(503, "Horizon is away")
                        .summary(TAG, "Compares one balance with the ledger and corrects it")
                        .handle(this::reconcile),
                Route.post("/balances/sync-all")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .answer(200, BalanceViews.AllSynced.class)
                        .summary(TAG, "Reads the balances of all active wallets from the ledger")
                        .handle(call -> Reply.ok(BalanceViews.AllSynced.of(balances.syncAll(call.origin())))),
                Route.post("/balances/reconcile-all")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .answer(200, BalanceViews.AllReconciled.class)
                        .summary(TAG, "Compares all balances of all active wallets with the ledger")
                        .handle(call -> Reply.ok(BalanceViews.AllReconciled.of(balances.reconcileAll(call.origin())))));
    }

    private static Route.Builder ofWallet(Scope scope, Route.Builder route) {
        return route.style(Style.MUX).guard(Guard.PROJECT_KEY).scope(scope).answer(404, NO_WALLET);
    }

    private static Route.Builder filtered(Route.Builder route) {
        return ofWallet(Scope.WALLETS_READ, route)
                .query("assetType", AssetType.class, "Only this type of asset")
                .query("assetCode", String.class, "Only assets with this code")
                .query("assetIssuer", String.class, "Only assets of this issuer");
    }

    private Reply all(Call call) {
        WalletFacts wallet = wallet(call);
        Query query = call.query();
        Optional<AssetType> type = query.enumeration("assetType", AssetType.class);
        Optional<String> code = query.text("assetCode");
        Optional<String> issuer = query.text("assetIssuer");
        List<WalletBalance> shown = balances.of(wallet).stream()
                .filter(row -> type.isEmpty() || type.get() == row.asset().type())
                .filter(row -> code.isEmpty() || code.get().equals(row.asset().code()))
                .filter(row ->
                        issuer.isEmpty() || issuer.get().equals(row.asset().issuer()))
                .map(WalletBalance::of)
                .toList();
        return Reply.ok(new BalanceViews.AllBalances(wallet.id(), shown));
    }

    private Reply one(Call call) {
        WalletFacts wallet = wallet(call);
        Query query = call.query();
        AssetType type = query.enumeration("assetType", AssetType.class)
                .orElseThrow(() -> ApiException.invalid("assetType should not be empty"));
        Optional<AssetId> asset = AssetChoice.of(
                type,
                query.text("assetCode").orElse(null),
                query.text("assetIssuer").orElse(null));
        Optional<WalletBalance> shown = balances.of(wallet).stream()
                .filter(row -> asset.isPresent() && asset.get().equals(row.asset()))
                .map(WalletBalance::of)
                .findFirst();
        return Reply.ok(new BalanceViews.OneBalance(wallet.id(), shown.orElse(null)));
    }

    private Reply stale(Call call) {
        WalletFacts wallet = wallet(call);
        return Reply.ok(BalanceViews.StaleBalances.of(wallet.id(), balances.stale(wallet)));
    }

    private Reply sync(Call call) {
        WalletFacts wallet = wallet(call);
        BalanceSync.Outcome outcome = reachable(() -> balances.sync(wallet, call.origin()));
        return Reply.ok(BalanceViews.SyncResult.of(wallet.id(), outcome));
    }

    private Reply reconcile(Call call) {
        WalletFacts wallet = wallet(call);
        BalanceViews.ReconcileBody body = call.body(BalanceViews.ReconcileBody.class);
        AssetId asset = AssetChoice.of(body.assetType(), body.assetCode(), body.assetIssuer())
                .orElseThrow(() -> ApiException.invalid("assetType LIQUIDITY_POOL_SHARES cannot be reconciled"));
        BalanceSync.Comparison comparison = reachable(() -> balances.reconcile(wallet, asset, call.origin()));
        return Reply.ok(BalanceViews.Reconciliation.of(wallet.id(), asset, comparison));
    }

    private WalletFacts wallet(Call call) {
        String given = call.pathParameter("walletId");
        UUID id = call.id("walletId", () -> unknownWallet(given));
        return wallets.wallet(call.projectKey().project(), id).orElseThrow(() -> unknownWallet(given));
    }

    private static <T> T reachable(Supplier<T> question) {
        try {
            return question.get();
        } catch (LedgerUnavailable away) {
            throw ApiException.unavailable("Horizon is not available, try again later", 5);
        }
    }

    private static ApiException unknownWallet(String id) {
        return ApiException.notFound("Wallet with ID " + id + " not found");
    }
}
