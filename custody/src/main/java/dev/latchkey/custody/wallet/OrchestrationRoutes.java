package dev.latchkey.custody.wallet;

import static dev.latchkey.custody.wallet.WalletRoutes.TAG;
import static dev.latchkey.custody.wallet.WalletRoutes.byKey;

import dev.latchkey.custody.wallet.WalletBodies.OrchestrateWallet;
import dev.latchkey.custody.wallet.WalletBodies.OrchestratedWallet;
import dev.latchkey.custody.wallet.WalletBodies.WalletCreatability;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Wallets by user and network, made at most once (mux-api.md 5.7, orchestrated creation). */
final class OrchestrationRoutes {

    private final Database database;
    private final WalletStore store;
    private final WalletCreation creation;

    OrchestrationRoutes(Database database, WalletStore store, WalletCreation creation) {
        this.database = database;
        this.store = store;
        this.creation = creation;
    }

    List<Route> routes() {
        return List.of(
                byKey(Scope.WALLETS_WRITE, Route.post("/wallets/orchestration/create"))
                        .rate(RateClass.SENSITIVE)
                        .body(OrchestrateWallet.class)
                        .answer(200, OrchestratedWallet.class)
                        .answer(403, "The user is not active")
                        .answer(404, "No such user")
                        .answer(409, "The idempotency key was used for another user or network")
                        .answer(422, "The network is not configured")
                        .summary(TAG, "Finds a user's wallet, or makes it.")
                        .handle(this::create),
                byKey(Scope.WALLETS_READ, Route.get("/wallets/orchestration/user/{userId}/{network}"))
                        .answer(200, WalletView.class)
                        .answer(404, "The user has no wallet on this network")
                        .summary(TAG, "Shows a user's wallet on a network.")
                        .handle(this::ofUser),
                byKey(Scope.WALLETS_READ, Route.get("/wallets/orchestration/validate/{userId}/{network}"))
                        .answer(200, WalletCreatability.class)
                        .summary(TAG, "Tells whether a wallet can be made for a user.")
                        .handle(this::validate));
    }

    private Reply create(Call call) {
        OrchestrateWallet wanted = call.body(OrchestrateWallet.class);
        Provisioning.Outcome outcome = creation.orchestrate(project(call), wanted, call.origin());
        return Reply.ok(
                new OrchestratedWallet(WalletView.of(outcome.wallet()), "", outcome.isNew(), wanted.idempotencyKey()));
    }

    private Reply ofUser(Call call) {
        String user = call.pathParameter("userId");
        WalletNetwork network = network(call);
        return Call.parseUuid(user)
                .flatMap(id -> database.read(sql -> store.live(sql, project(call), id, network)))
                .map(wallet -> Reply.ok(WalletView.of(wallet)))
                .orElseThrow(() -> ApiException.notFound("Wallet not found for user " + user + " on " + network));
    }

    private Reply validate(Call call) {
        return Reply.ok(new WalletCreatability(
                creation.isPossible(project(call), call.pathParameter("userId"), network(call))));
    }

    private static WalletNetwork network(Call call) {
        String given = call.pathParameter("network");
        return Arrays.stream(WalletNetwork.values())
                .filter(network -> network.name().equals(given))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid("network must be one of the following values: "
                        + Arrays.stream(WalletNetwork.values())
                                .map(WalletNetwork::name)
                                .collect(Collectors.joining(", "))));
    }

    private static UUID project(Call call) {
        return call.projectKey().project();
    }
}
