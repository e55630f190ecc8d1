package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.ledger.AssetId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.stellar.sdk.StrKey;

/** Reads and checks what readers put into paths and queries. */
final class Parameters {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 200;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BALANCE_ID = Pattern.compile("0{8}[0-9a-f]{64}");

    private Parameters() {}

    static String account(Call call) {
        return checkedAccount("account_id", call.variable("account"));
    }

    static String checkedAccount(String field, String text) {
        try {
            StrKey.decodeEd25519PublicKey(text);
            return text;
        } catch (RuntimeException e) {
            throw Problem.badRequest(field, "Account ID must start with `G` and contain 56 alphanum characters");
        }
    }

    static String hash(Call call) {
        String hash = call.variable("hash");
        if (!HASH.matcher(hash).matches()) {
            throw Problem.badRequest("tx_id", "tx_id must be a hash of 64 lower-case hexadecimal characters");
        }
        return hash;
    }

    static String balanceId(Call call) {
        String id = call.variable("id");
        if (!BALANCE_ID.matcher(id).matches()) {
            throw Problem.badRequest("id", id + " does not validate as claimableBalanceID");
        }
        return id;
    }

    static long number(String field, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw Problem.badRequest(field, "not a number that could be one");
    }

    static int limit(Call call) {
        Optional<String> text = call.query("limit");
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        long limit = number("limit", text.get());
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.badRequest("limit", "limit must be between 1 and " + MAX_LIMIT);
        }
        return (int) limit;
    }

    static boolean descending(Call call) {
        String order = call.query("order").orElse("asc");
        if (!order.equals("asc") && !order.equals("desc")) {
            throw Problem.badRequest("order", "order: invalid value");
        }
        return order.equals("desc");
    }

    static boolean flag(Call call, String name) {
        String text = call.query(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw Problem.badRequest(name, "must be true or false");
        }
        return text.equals("true");
    }

    /** {@code native} or {@code CODE:ISSUER}. */
    static Optional<AssetId> asset(Call call) {
        return call.query("asset").map(text -> {
            if (text.equals("native")) {
                return AssetId.NATIVE;
            }
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw Problem.badRequest("asset", "must be native or CODE:ISSUER");
            }
            AssetId asset = new AssetId(text.substring(0, colon), checkedAccount("asset", text.substring(colon + 1)));
            if (!asset.isValid()) {
                throw Problem.badRequest("asset", "the asset code is not valid");
            }
            return asset;
        });
    }
}
