package dev.latchkey.sandbox.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.stellar.sdk.xdr.AlphaNum12;
import org.stellar.sdk.xdr.AlphaNum4;
import org.stellar.sdk.xdr.Asset;
import org.stellar.sdk.xdr.AssetCode12;
import org.stellar.sdk.xdr.AssetCode4;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.TrustLineAsset;

/** An asset: native lumens, or a code of 1 to 12 characters with the address of its issuer. */
public record AssetId(String code, String issuer) {
    public static final AssetId NATIVE = new AssetId("XLM", "");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,12}");

    /** The asset named by an XDR union; the code is not yet known to be valid. */
    public static AssetId of(Asset asset) {
        if (asset.getDiscriminant() == AssetType.ASSET_TYPE_NATIVE) {
            return NATIVE;
        }
        if (asset.getDiscriminant() == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4) {
            return of(asset.getAlphaNum4());
        }
        return of(asset.getAlphaNum12());
    }

    public static AssetId of(AlphaNum4 asset) {
        return new AssetId(code(asset.getAssetCode().getAssetCode4()), Xdr.address(asset.getIssuer()));
    }

    public static AssetId of(AlphaNum12 asset) {
        return new AssetId(code(asset.getAssetCode().getAssetCode12()), Xdr.address(asset.getIssuer()));
    }

    /** The text of a zero-padded asset code. */
    public static String code(byte[] padded) {
        int length = padded.length;
        while (length > 0 && padded[length - 1] == 0) {
            length--;
        }
        String code = new String(padded, 0, length, StandardCharsets.ISO_8859_1);
        // A twelve-byte field must hold more than four characters, or one asset would have two names.
        return padded.length == 12 && length <= 4 ? "" : code;
    }

    public boolean isNative() {
        return issuer.isEmpty();
    }

    public boolean isValid() {
        return isNative() || CODE.matcher(code).matches();
    }

    /** Horizon's name of the asset type. */
    public String type() {
        if (isNative()) {
            return "native";
        }
        return code.length() <= 4 ? "credit_alphanum4" : "credit_alphanum12";
    }

    /** {@code native} or {@code CODE:ISSUER}, as Horizon prints it in claimable balances. */
    public String canonical() {
        return isNative() ? "native" : code + ":" + issuer;
    }

    public Asset toXdr() {
        Asset asset = new Asset();
        if (isNative()) {
            asset.setDiscriminant(AssetType.ASSET_TYPE_NATIVE);
            return asset;
        }
        if (code.length() <= 4) {
            asset.setDiscriminant(AssetType.ASSET_TYPE_CREDIT_ALPHANUM4);
            asset.setAlphaNum4(alphaNum4());
            return asset;
        }
        asset.setDiscriminant(AssetType.ASSET_TYPE_CREDIT_ALPHANUM12);
        asset.setAlphaNum12(alphaNum12());
        return asset;
    }

    public TrustLineAsset toTrustLineXdr() {
        TrustLineAsset asset = new TrustLineAsset();
        if (code.length() <= 4) {
            asset.setDiscriminant(AssetType.ASSET_TYPE_CREDIT_ALPHANUM4);
            asset.setAlphaNum4(alphaNum4());
            return asset;
        }
        asset.setDiscriminant(AssetType.ASSET_TYPE_CREDIT_ALPHANUM12);
        asset.setAlphaNum12(alphaNum12());
        return asset;
    }

    private AlphaNum4 alphaNum4() {
        AlphaNum4 value = new AlphaNum4();
        value.setAssetCode(new AssetCode4(padded(4)));
        value.setIssuer(Xdr.accountId(issuer));
        return value;
    }

    private AlphaNum12 alphaNum12() {
        AlphaNum12 value = new AlphaNum12();
        value.setAssetCode(new AssetCode12(padded(12)));
        value.setIssuer(Xdr.accountId(issuer));
        return value;
    }

    private byte[] padded(int length) {
        return Arrays.copyOf(code.getBytes(StandardCharsets.ISO_8859_1), length);
    }
}
