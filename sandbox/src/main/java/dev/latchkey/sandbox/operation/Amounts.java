package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.AssetId;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Amounts and assets as Horizon writes them. */
public final class Amounts {
    private Amounts() {}

    /** {@code 10000001} becomes {@code 1.0000001}: always seven decimals. */
    public static String text(long units) {
        return BigDecimal.valueOf(units, 7).toPlainString();
    }

    /** {@code asset_type}, and code and issuer when there are any. */
    public static Map<String, Object> asset(AssetId asset) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("asset_type", asset.type());
        if (!asset.isNative()) {
            fields.put("asset_code", asset.code());
            fields.put("asset_issuer", asset.issuer());
        }
        return fields;
    }

    static Map<String, Object> assetAndAmount(AssetId asset, long amount) {
        Map<String, Object> fields = asset(asset);
        fields.put("amount", text(amount));
        return fields;
    }
}
