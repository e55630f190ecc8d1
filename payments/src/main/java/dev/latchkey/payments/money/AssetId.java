package dev.latchkey.payments.money;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.networks.stellar.xdr.Asset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is paid: lumens ({@code code} and {@code issuer} null) or an issued asset. The text form, {@code native} or
 * {@code CODE:ISSUER}, is what the database holds.
 */
public record AssetId(@Nullable String code, @Nullable String issuer) {
    public static final AssetId NATIVE = new AssetId(null, null);

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,12}");

    public AssetId {
        if ((code == null) != (issuer == null)) {
            throw new IllegalArgumentException("an issued asset has a code and an issuer");
        }
        if (code != null && !CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("an asset code has 1 to 12 letters and digits");
        }
        if (issuer != null && !StrKey.isValid(StrKeyKind.ACCOUNT, issuer)) {
            throw new IllegalArgumentException("an issuer is a G… address");
        }
    }

    public static AssetId credit(String code, String issuer) {
        return new AssetId(code, issuer);
    }

    /** @throws IllegalArgumentException if the text is neither {@code native} nor {@code CODE:ISSUER} */
    public static AssetId parse(String text) {
        if (text.equals("native")) {
            return NATIVE;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("must be native or CODE:ISSUER");
        }
        return credit(text.substring(0, colon), text.substring(colon + 1));
    }

    public boolean isNative() {
        return code == null;
    }

    public AssetType type() {
        if (code == null) {
            return AssetType.NATIVE;
        }
        return code.length() <= 4 ? AssetType.CREDIT_ALPHANUM4 : AssetType.CREDIT_ALPHANUM12;
    }

    /** The code people read: {@code XLM} for lumens. */
    public String shortName() {
        return code == null ? "XLM" : code;
    }

    /** Whether the account with this address issues the asset, and so has no balance of it. */
    public boolean isIssuedBy(String address) {
        return address.equals(issuer);
    }

    public Asset toXdr() {
        return Asset.parse(toString());
    }

    @Override
    public String toString() {
        return code == null ? "native" : code + ":" + issuer;
    }
}
