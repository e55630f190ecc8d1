package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.strkey.InvalidStrKeyException;

/** What is held or paid: lumens or an asset of an issuer. Text form is {@code native} or {@code CODE:ISSUER} (SEP-11). */
public sealed interface Asset extends TrustLineAsset, ChangeTrustAsset {
    Asset NATIVE = new Native();

    /** Lumens. */
    record Native() implements Asset {
        @Override
        public void write(XdrWriter out) {
            out.int32(0);
        }

        @Override
        public String toString() {
            return "native";
        }
    }

    /** An asset of an issuing account. */
    record Credit(AssetCode code, AccountId issuer) implements Asset {
        @Override
        public void write(XdrWriter out) {
            out.value(code).value(issuer);
        }

        @Override
        public String toString() {
            return code + ":" + issuer;
        }
    }

    static Asset credit(String code, AccountId issuer) {
        return new Credit(new AssetCode(code), issuer);
    }

    /** @throws IllegalArgumentException if the text is neither {@code native} nor {@code CODE:ISSUER} */
    static Asset parse(String text) {
        if (text.equals("native")) {
            return NATIVE;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("An asset is written native or CODE:ISSUER");
        }
        try {
            return credit(text.substring(0, colon), AccountId.parse(text.substring(colon + 1)));
        } catch (XdrException | InvalidStrKeyException e) {
            throw new IllegalArgumentException("An asset is written native or CODE:ISSUER", e);
        }
    }

    static Asset read(XdrReader in) {
        return readBody(in, in.int32());
    }

    static Asset readBody(XdrReader in, int type) {
        return switch (type) {
            case 0 -> NATIVE;
            case 1, 2 -> new Credit(AssetCode.readBody(in, type), AccountId.read(in));
            default -> throw in.unknown("Asset", type);
        };
    }
}
