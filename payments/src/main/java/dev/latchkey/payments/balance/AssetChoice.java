package dev.latchkey.payments.balance;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.money.AssetType;
import dev.latchkey.platform.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The asset that {@code assetType}, {@code assetCode} and {@code assetIssuer} name together. */
final class AssetChoice {
    private AssetChoice() {}

    /**
     * Empty for pool shares, which no wallet's balances hold.
     *
     * @throws ApiException 400 with every rule that is broken
     */
    static Optional<AssetId> of(AssetType type, @Nullable String code, @Nullable String issuer) {
        return switch (type) {
            case NATIVE -> Optional.of(AssetId.NATIVE);
            case CREDIT_ALPHANUM4 -> Optional.of(credit(type, code, issuer, 1, 4));
            case CREDIT_ALPHANUM12 -> Optional.of(credit(type, code, issuer, 5, 12));
            case LIQUIDITY_POOL_SHARES -> Optional.empty();
        };
    }

    private static AssetId credit(
            AssetType type, @Nullable String code, @Nullable String issuer, int shortest, int longest) {
        List<String> violations = new ArrayList<>();
        if (code == null || !code.matches("[A-Za-z0-9]{" + shortest + "," + longest + "}")) {
            violations.add("assetCode must have " + shortest + " to " + longest + " letters and digits for " + type);
        }
        if (issuer == null || !StrKey.isValid(StrKeyKind.ACCOUNT, issuer)) {
            violations.add("assetIssuer must be a valid Stellar public key");
        }
        if (code == null || issuer == null || !violations.isEmpty()) {
            throw ApiException.validation(violations);
        }
        return AssetId.credit(code, issuer);
    }
}
