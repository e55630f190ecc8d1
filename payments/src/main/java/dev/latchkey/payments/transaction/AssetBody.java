package dev.latchkey.payments.transaction;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.money.AssetType;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.json.Described;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An asset as requests name it. */
record AssetBody(
        AssetType type,

        @Described("1 to 4 letters and digits for CREDIT_ALPHANUM4, 5 to 12 for CREDIT_ALPHANUM12") @Nullable
        String code,

        @Described("The issuing account, G…") @Nullable String issuer) {

    /** @throws ApiException 400 with every rule that is broken */
    AssetId toAssetId() {
        return switch (type) {
            case NATIVE -> nativeAsset();
            case CREDIT_ALPHANUM4 -> credit(1, 4);
            case CREDIT_ALPHANUM12 -> credit(5, 12);
            case LIQUIDITY_POOL_SHARES ->
                throw ApiException.invalid("asset.type LIQUIDITY_POOL_SHARES cannot be used for payments");
        };
    }

    private AssetId nativeAsset() {
        if (code != null || issuer != null) {
            throw ApiException.invalid("asset.code and asset.issuer must not be given for NATIVE");
        }
        return AssetId.NATIVE;
    }

    private AssetId credit(int shortest, int longest) {
        List<String> violations = new ArrayList<>();
        if (code == null || !code.matches("[A-Za-z0-9]{" + shortest + "," + longest + "}")) {
            violations.add("asset.code must have " + shortest + " to " + longest + " letters and digits for " + type);
        }
        if (issuer == null || !StrKey.isValid(StrKeyKind.ACCOUNT, issuer)) {
            violations.add("asset.issuer must be a valid Stellar public key");
        }
        if (code == null || issuer == null || !violations.isEmpty()) {
            throw ApiException.validation(violations);
        }
        return AssetId.credit(code, issuer);
    }
}
