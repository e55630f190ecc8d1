package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.PoolId;
import dev.latchkey.networks.stellar.xdr.TrustLineAsset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An account as of the last ingested ledger.
 *
 * @param sequence last one used; the next transaction has one more
 * @param sponsoring reserves it pays for others
 * @param sponsored reserves others pay for it
 * @param sponsor who pays for the account itself, or null
 * @param data values of its data entries
 */
public record HorizonAccount(
        AccountId id,
        long sequence,
        long lastModifiedLedger,
        long subEntries,
        long sponsoring,
        long sponsored,
        @Nullable AccountId sponsor,
        @Nullable String homeDomain,
        Thresholds thresholds,
        Flags flags,
        List<Balance> balances,
        List<SignerEntry> signers,
        Map<String, Bytes> data) {
    public HorizonAccount {
        balances = List.copyOf(balances);
        signers = List.copyOf(signers);
        data = Map.copyOf(data);
    }

    /** Weights that operations of each class need. */
    public record Thresholds(long low, long medium, long high) {}

    /** What the account asks of holders of its assets. */
    public record Flags(
            boolean authRequired, boolean authRevocable, boolean authImmutable, boolean authClawbackEnabled) {}

    /**
     * What it holds, in units of 10⁻⁷.
     *
     * @param limit of the trustline; the largest number for lumens
     * @param authorized may send and receive
     * @param sponsor who pays the trustline's reserve, or null
     * @param lastModifiedLedger of the trustline; 0 for lumens, which the account's own number covers
     */
    public record Balance(
            TrustLineAsset asset,
            long balance,
            long limit,
            long buyingLiabilities,
            long sellingLiabilities,
            boolean authorized,
            boolean authorizedToMaintainLiabilities,
            boolean clawbackEnabled,
            @Nullable AccountId sponsor,
            long lastModifiedLedger) {
        static Balance of(JsonFields fields) {
            return new Balance(
                    assetOf(fields),
                    fields.parsed("balance", Stroops::parse),
                    fields.has("limit") ? fields.parsed("limit", Stroops::parse) : Long.MAX_VALUE,
                    liabilities(fields, "buying_liabilities"),
                    liabilities(fields, "selling_liabilities"),
                    fields.flag("is_authorized", true),
                    fields.flag("is_authorized_to_maintain_liabilities", true),
                    fields.flag("is_clawback_enabled", false),
                    fields.parsedOrNull("sponsor", AccountId::parse),
                    fields.number("last_modified_ledger", 0));
        }

        private static TrustLineAsset assetOf(JsonFields fields) {
            return fields.text("asset_type").equals("liquidity_pool_shares")
                    ? new TrustLineAsset.PoolShare(fields.parsed("liquidity_pool_id", id -> new PoolId(Hash.hex(id))))
                    : Details.asset(fields, "");
        }

        private static long liabilities(JsonFields fields, String name) {
            return fields.has(name) ? fields.parsed(name, Stroops::parse) : 0;
        }

        /** What more can be received. */
        public long receivable() {
            return authorized ? limit - balance - buyingLiabilities : 0;
        }
    }

    /** A signer, by the strkey of its kind. */
    public record SignerEntry(
            String key, String type, long weight, @Nullable AccountId sponsor) {
        static SignerEntry of(JsonFields fields) {
            return new SignerEntry(
                    fields.text("key"),
                    fields.text("type"),
                    fields.number("weight"),
                    fields.parsedOrNull("sponsor", AccountId::parse));
        }
    }

    static HorizonAccount of(JsonFields fields) {
        JsonFields thresholds = fields.object("thresholds");
        JsonFields flags = fields.object("flags");
        return new HorizonAccount(
                fields.parsed("account_id", AccountId::parse),
                fields.number("sequence"),
                fields.number("last_modified_ledger", 0),
                fields.number("subentry_count"),
                fields.number("num_sponsoring", 0),
                fields.number("num_sponsored", 0),
                fields.parsedOrNull("sponsor", AccountId::parse),
                fields.textOrNull("home_domain"),
                new Thresholds(
                        thresholds.number("low_threshold"),
                        thresholds.number("med_threshold"),
                        thresholds.number("high_threshold")),
                new Flags(
                        flags.flag("auth_required"),
                        flags.flag("auth_revocable"),
                        flags.flag("auth_immutable", false),
                        flags.flag("auth_clawback_enabled", false)),
                fields.list("balances", Balance::of),
                fields.list("signers", SignerEntry::of),
                data(fields));
    }

    private static Map<String, Bytes> data(JsonFields fields) {
        Map<String, Bytes> data = new LinkedHashMap<>();
        JsonFields entries = fields.objectOrNull("data");
        if (entries == null) {
            return data;
        }
        for (Map.Entry<String, JsonNode> entry : entries.node().properties()) {
            try {
                data.put(
                        entry.getKey(),
                        Bytes.of(Base64.getDecoder().decode(entry.getValue().asString())));
            } catch (IllegalArgumentException e) {
                throw new NodeException.BadAnswer("A data entry is not base 64", e);
            }
        }
        return data;
    }

    /** The balance of an asset, or empty without trustline. */
    public Optional<Balance> balance(Asset asset) {
        return balances.stream()
                .filter(balance -> balance.asset().equals(asset))
                .findFirst();
    }

    /**
     * Stroops of lumens that must stay: reserves for the account and its entries, more for those it sponsors, less for
     * those sponsored for it (CAP-33), and what its offers may sell.
     */
    public long minimumBalance(long baseReserve) {
        long entries = Math.max(0, 2 + subEntries + sponsoring - sponsored);
        return entries * baseReserve
                + balance(Asset.NATIVE).map(Balance::sellingLiabilities).orElse(0L);
    }

    /** What can be sent of an asset now; lumens above {@link #minimumBalance} only, unauthorized assets not at all. */
    public long spendable(Asset asset, long baseReserve) {
        Balance held = balance(asset).orElse(null);
        if (held == null || !held.authorized()) {
            return 0;
        }
        long bound = asset.equals(Asset.NATIVE) ? minimumBalance(baseReserve) : held.sellingLiabilities();
        return Math.max(0, held.balance() - bound);
    }
}
