package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.LedgerState;
import dev.latchkey.sandbox.ledger.TrustLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much of an issued asset there is and who holds it; numbers of accounts and amounts by kind of authorization. */
record AssetTotals(AssetId asset, List<TrustLine> lines, List<ClaimableBalance> claimable) {
    static Collection<AssetTotals> of(LedgerState state) {
        Map<AssetId, AssetTotals> totals = new HashMap<>();
        for (Entry entry : state.entries()) {
            if (entry instanceof TrustLine line) {
                of(totals, line.asset()).lines().add(line);
            } else if (entry instanceof ClaimableBalance balance
                    && !balance.asset().isNative()) {
                of(totals, balance.asset()).claimable().add(balance);
            }
        }
        return totals.values();
    }

    private static AssetTotals of(Map<AssetId, AssetTotals> totals, AssetId asset) {
        return totals.computeIfAbsent(asset, id -> new AssetTotals(id, new ArrayList<>(), new ArrayList<>()));
    }

    String token() {
        return asset.code() + "_" + asset.issuer() + "_" + asset.type();
    }

    List<TrustLine> with(int authorization) {
        return lines.stream()
                .filter(line -> (line.flags() & TrustLine.AUTHORIZATION_MASK) == authorization)
                .toList();
    }
}
