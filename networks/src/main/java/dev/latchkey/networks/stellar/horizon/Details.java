package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import org.jspecify.annotations.Nullable;

/** The fields of an operation or effect that depend on its type. */
public record Details(JsonFields fields) {
    /** An amount in units of 10⁻⁷. */
    public long amount(String name) {
        return fields.parsed(name, Stroops::parse);
    }

    public AccountId account(String name) {
        return fields.parsed(name, AccountId::parse);
    }

    public @Nullable AccountId accountOrNull(String name) {
        return fields.parsedOrNull(name, AccountId::parse);
    }

    /** The asset in {@code asset_type}, {@code asset_code} and {@code asset_issuer}. */
    public Asset asset() {
        return asset("");
    }

    /** The asset in fields with a prefix, as {@code source_} in path payments. */
    public Asset asset(String prefix) {
        return asset(fields, prefix);
    }

    static Asset asset(JsonFields fields, String prefix) {
        return switch (fields.text(prefix + "asset_type")) {
            case "native" -> Asset.NATIVE;
            case "credit_alphanum4", "credit_alphanum12" ->
                fields.parsed(
                        prefix + "asset_code",
                        code -> Asset.credit(code, fields.parsed(prefix + "asset_issuer", AccountId::parse)));
            default -> throw new NodeException.BadAnswer("Unknown asset type", null);
        };
    }
}
