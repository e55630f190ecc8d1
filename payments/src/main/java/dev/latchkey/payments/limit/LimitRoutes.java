package dev.latchkey.payments.limit;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Setting, reading and removing a wallet's limits. */
public final class LimitRoutes {
    private static final String TAG = "Limits";

    private final Database database;
    private final WalletBook wallets;
    private final LimitStore store = new LimitStore();

    public LimitRoutes(Database database, WalletBook wallets) {
        this.database = database;
        this.wallets = wallets;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/wallets/{walletId}/limits")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.WALLETS_WRITE)
                        .body(LimitBody.class)
                        .answer(201, LimitView.class)
                        .answer(404, "No such wallet")
                        .summary(TAG, "Sets a wallet's spending limits, replacing earlier ones")
                        .handle(this::put),
                Route.get("/wallets/{walletId}/limits")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.WALLETS_READ)
                        .answer(200, LimitView.class)
                        .answer(404, "No such wallet, or it has no limits")
                        .summary(TAG, "Shows a wallet's spending limits")
                        .handle(this::get),
                Route.delete("/wallets/{walletId}/limits")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.WALLETS_WRITE)
                        .answer(204, "Removed")
                        .answer(404, "No such wallet, or it has no limits")
                        .summary(TAG, "Removes a wallet's spending limits")
                        .handle(this::delete));
    }

    private Reply put(Call call) {
        LimitBody body = call.body(LimitBody.class);
        List<String> violations = new ArrayList<>();
        long daily = units("dailyLimit", body.dailyLimit(), violations);
        long perTransaction = units("perTransactionLimit", body.perTransactionLimit(), violations);
        if (!violations.isEmpty()) {
            throw ApiException.validation(violations);
        }
        WalletFacts wallet = wallet(call);
        WalletLimit limit = database.write(tx -> {
            tx.audit(AuditEvent.success("wallet.limits_set", call.origin(), wallet.projectId(), "wallet", wallet.id())
                    .with("dailyLimit", Stroops.formatShort(daily))
                    .with("perTransactionLimit", Stroops.formatShort(perTransaction)));
            return store.put(tx, wallet.id(), daily, perTransaction);
        });
        return Reply.created(LimitView.of(limit));
    }

    private Reply get(Call call) {
        WalletFacts wallet = wallet(call);
        return database.read(sql -> store.find(sql, wallet.id()))
                .map(limit -> Reply.ok(LimitView.of(limit)))
                .orElseThrow(() -> noLimits(wallet.id()));
    }

    private Reply delete(Call call) {
        WalletFacts wallet = wallet(call);
        database.run(tx -> {
            if (!store.delete(tx, wallet.id())) {
                throw noLimits(wallet.id());
            }
            tx.audit(AuditEvent.success(
                    "wallet.limits_removed", call.origin(), wallet.projectId(), "wallet", wallet.id()));
        });
        return Reply.noContent();
    }

    private WalletFacts wallet(Call call) {
        String given = call.pathParameter("walletId");
        UUID id = call.id("walletId", () -> unknownWallet(given));
        return wallets.wallet(call.projectKey().project(), id).orElseThrow(() -> unknownWallet(given));
    }

    private static ApiException unknownWallet(String id) {
        return ApiException.notFound("Wallet with ID " + id + " not found");
    }

    private static ApiException noLimits(UUID walletId) {
        return ApiException.notFound("No limits found for wallet " + walletId);
    }

    private static long units(String field, BigDecimal number, List<String> violations) {
        if (number.signum() <= 0) {
            violations.add(field + " must be a positive number");
            return 0;
        }
        try {
            return number.movePointRight(7).longValueExact();
        } catch (ArithmeticException unfit) {
            violations.add(field + " must have at most 7 decimal places and be at most 922337203685.4775807");
            return 0;
        }
    }
}
