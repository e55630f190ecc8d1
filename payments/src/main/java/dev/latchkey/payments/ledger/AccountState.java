package dev.latchkey.payments.ledger;

import dev.latchkey.payments.money.AssetId;
import java.util.Map;
import java.util.Optional;

/**
 * An account as a node showed it.
 *
 * @param asOfLedger a ledger that the answer is at least as new as
 * @param lumens in stroops
 * @param reservedLumens what may not be spent: minimum balance and selling liabilities, in stroops
 * @param lines trustlines by asset
 */
public record AccountState(
        String address, int asOfLedger, long sequence, long lumens, long reservedLumens, Map<AssetId, Line> lines) {
    /** One account reserve unit: 0.5 XLM, in stroops. */
    public static final long BASE_RESERVE = 5_000_000;

    /**
     * A trustline.
     *
     * @param sellingLiabilities promised by offers, in units of 10⁻⁷
     */
    public record Line(long balance, long sellingLiabilities, boolean authorized) {}

    public AccountState {
        lines = Map.copyOf(lines);
    }

    /** What the account can pay of an asset, in units of 10⁻⁷. */
    public long spendable(AssetId asset) {
        if (asset.isNative()) {
            return Math.max(0, lumens - reservedLumens);
        }
        return Optional.ofNullable(lines.get(asset))
                .filter(Line::authorized)
                .map(line -> Math.max(0, line.balance() - line.sellingLiabilities()))
                .orElse(0L);
    }

    /** Whether it holds anything: lumens beyond its reserve, or any balance of an asset. */
    public boolean holdsFunds() {
        return lumens > 0 || lines.values().stream().anyMatch(line -> line.balance() > 0);
    }
}
