package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountFlags;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import dev.latchkey.sandbox.operation.Amounts;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Horizon's asset resource. */
final class AssetJson {
    private final Links links;

    AssetJson(Links links) {
        this.links = links;
    }

    ObjectNode of(Snapshot snapshot, AssetTotals totals) {
        AssetId asset = totals.asset();
        List<TrustLine> authorized = totals.with(TrustLine.AUTHORIZED);
        List<TrustLine> maintained = totals.with(TrustLine.AUTHORIZED_TO_MAINTAIN_LIABILITIES);
        List<TrustLine> unauthorized = totals.with(0);
        ObjectNode json = Links.object();
        json.set("_links", links.of("toml", ""));
        json.put("asset_type", asset.type());
        json.put("asset_code", asset.code());
        json.put("asset_issuer", asset.issuer());
        json.put("paging_token", totals.token());
        json.put("num_claimable_balances", totals.claimable().size());
        json.put("num_liquidity_pools", 0);
        json.put("num_contracts", 0);
        json.putObject("accounts")
                .put("authorized", authorized.size())
                .put("authorized_to_maintain_liabilities", maintained.size())
                .put("unauthorized", unauthorized.size());
        json.put(
                "claimable_balances_amount",
                sum(totals.claimable().stream().map(ClaimableBalance::amount).toList()));
        json.put("liquidity_pools_amount", Amounts.text(0));
        json.put("contracts_amount", Amounts.text(0));
        json.putObject("balances")
                .put("authorized", balances(authorized))
                .put("authorized_to_maintain_liabilities", balances(maintained))
                .put("unauthorized", balances(unauthorized));
        Account issuer = snapshot.state().account(asset.issuer());
        json.putObject("flags")
                .put("auth_required", issuer != null && issuer.has(AccountFlags.AUTH_REQUIRED))
                .put("auth_revocable", issuer != null && issuer.has(AccountFlags.AUTH_REVOCABLE))
                .put("auth_immutable", issuer != null && issuer.has(AccountFlags.AUTH_IMMUTABLE))
                .put("auth_clawback_enabled", issuer != null && issuer.has(AccountFlags.AUTH_CLAWBACK_ENABLED));
        return json;
    }

    private static String balances(List<TrustLine> lines) {
        return sum(lines.stream().map(TrustLine::balance).toList());
    }

    /** Sums beyond 64 bits are possible: each trustline alone may hold that much. */
    private static String sum(List<Long> amounts) {
        return amounts.stream()
                .map(amount -> BigDecimal.valueOf(amount, 7))
                .reduce(BigDecimal.valueOf(0, 7), BigDecimal::add)
                .toPlainString();
    }
}
