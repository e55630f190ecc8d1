package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.network.StellarNetwork;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /claimable_balances} and {@code /assets}. */
final class BalanceEndpoints {
    private final StellarNetwork network;
    private final Pages pages;
    private final ClaimableBalanceJson balanceJson;
    private final AssetJson assetJson;

    BalanceEndpoints(StellarNetwork network, Pages pages, Links links) {
        this.network = network;
        this.pages = pages;
        this.balanceJson = new ClaimableBalanceJson(links);
        this.assetJson = new AssetJson(links);
    }

    void addTo(Router router) {
        router.add("GET", "/claimable_balances", this::list)
                .add("GET", "/claimable_balances/{id}", this::one)
                .add("GET", "/assets", this::assets);
    }

    private Answer list(Call call) {
        Optional<String> claimant = call.query("claimant");
        Optional<String> sponsor = call.query("sponsor");
        Optional<AssetId> asset = Parameters.asset(call);
        Predicate<ClaimableBalance> filter = balance ->
                (claimant.isEmpty() || balance.claimant(claimant.get()).isPresent())
                        && (sponsor.isEmpty() || sponsor.get().equals(balance.sponsor()))
                        && (asset.isEmpty() || asset.get().equals(balance.asset()));
        return pages.present(
                call,
                snapshot -> snapshot.state().entries().stream()
                        .filter(ClaimableBalance.class::isInstance)
                        .map(ClaimableBalance.class::cast)
                        .filter(filter)
                        .toList(),
                ClaimableBalanceJson::token,
                balanceJson::of);
    }

    private Answer one(Call call) {
        String id = Parameters.balanceId(call);
        return network.read(snapshot -> {
            ClaimableBalance balance = snapshot.state().claimableBalance(id);
            if (balance == null) {
                throw Problem.notFound();
            }
            return Answer.ok(balanceJson.of(snapshot, balance));
        });
    }

    private Answer assets(Call call) {
        Optional<String> code = call.query("asset_code");
        Optional<String> issuer = call.query("asset_issuer");
        return pages.present(
                call,
                snapshot -> AssetTotals.of(snapshot.state()).stream()
                        .filter(totals ->
                                code.isEmpty() || totals.asset().code().equals(code.get()))
                        .filter(totals ->
                                issuer.isEmpty() || totals.asset().issuer().equals(issuer.get()))
                        .toList(),
                AssetTotals::token,
                assetJson::of);
    }
}
