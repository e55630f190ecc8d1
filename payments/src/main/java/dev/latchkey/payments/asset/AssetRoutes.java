package dev.latchkey.payments.asset;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import dev.latchkey.tenancy.Reach;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

/** The assets of a project. */
public final class AssetRoutes {
    private static final String TAG = "Projects";
    private static final String NO_PROJECT = "No such project";

    private final AssetRegistry assets;
    private final Networks networks;
    private final Predicate<UUID> projects;

    /** @param projects whether there is a project with an id */
    public AssetRoutes(AssetRegistry assets, Networks networks, Predicate<UUID> projects) {
        this.assets = assets;
        this.networks = networks;
        this.projects = projects;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{id}/assets")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_READ)
                        .query("limit", Integer.class, "Rows, 50 where left out, at most 200")
                        .query("offset", Integer.class, "Rows to skip")
                        .answer(200, Route.listOf(ProjectAsset.class))
                        .answer(404, NO_PROJECT)
                        .summary(TAG, "Lists the assets that the project's wallets can hold")
                        .handle(this::list),
                Route.post("/projects/{id}/assets")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_WRITE)
                        .body(AddAsset.class)
                        .answer(201, ProjectAsset.class)
                        .answer(404, NO_PROJECT)
                        .answer(409, "The project has it already")
                        .answer(422, "The network is not configured, or the project has too many assets")
                        .summary(TAG, "Lets all wallets of the project, present and future, hold an asset")
                        .handle(this::add),
                Route.delete("/projects/{id}/assets/{assetId}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_WRITE)
                        .answer(200, ProjectAsset.class)
                        .answer(404, "No such project, or it has no such asset")
                        .summary(TAG, "Stops new wallets from holding an asset; open trustlines stay")
                        .handle(this::remove));
    }

    private Reply list(Call call) {
        UUID project = project(call);
        Page page = Page.byOffset(call);
        return page.reply(call, assets.list(project, page.fetch(), page.offset()));
    }

    private Reply add(Call call) {
        UUID project = project(call);
        AddAsset body = call.body(AddAsset.class);
        WalletNetwork network = Objects.requireNonNullElse(body.network(), WalletNetwork.TESTNET);
        networks.require(network);
        AssetId asset = AssetId.credit(body.code(), body.issuer().text());
        return Reply.created(assets.add(project, network, asset, call.origin()));
    }

    private Reply remove(Call call) {
        UUID project = project(call);
        String given = call.pathParameter("assetId");
        UUID id = call.id("assetId", () -> unknownAsset(given));
        return Reply.ok(assets.remove(project, id, call.origin()).orElseThrow(() -> unknownAsset(given)));
    }

    private UUID project(Call call) {
        String given = call.pathParameter("id");
        UUID id = call.id("id", () -> unknownProject(given));
        if (!Reach.project(call.caller(), id) || !projects.test(id)) {
            throw unknownProject(given);
        }
        return id;
    }

    private static ApiException unknownProject(String id) {
        return ApiException.notFound("Project " + id + " not found");
    }

    private static ApiException unknownAsset(String id) {
        return ApiException.notFound("Asset " + id + " not found");
    }
}
