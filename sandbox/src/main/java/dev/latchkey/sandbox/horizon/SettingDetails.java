package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.EntryKey;
import dev.latchkey.sandbox.ledger.EntryKeys;
import dev.latchkey.sandbox.ledger.SignerKeys;
import dev.latchkey.sandbox.ledger.Xdr;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.RevokeSponsorshipOp;
import org.stellar.sdk.xdr.RevokeSponsorshipType;
import org.stellar.sdk.xdr.SetOptionsOp;
import org.stellar.sdk.xdr.SetTrustLineFlagsOp;
import org.stellar.sdk.xdr.Uint32;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of operations that change settings: options, trustline flags, sponsorships. */
final class SettingDetails {
    private static final List<String> ACCOUNT_FLAGS =
            List.of("auth_required", "auth_revocable", "auth_immutable", "auth_clawback_enabled");
    private static final List<String> TRUSTLINE_FLAGS =
            List.of("authorized", "authorized_to_maintain_liabilities", "clawback_enabled");

    private SettingDetails() {}

    static void options(ObjectNode json, SetOptionsOp options) {
        if (options.getInflationDest() != null) {
            json.put("inflation_dest", Xdr.address(options.getInflationDest()));
        }
        flags(json, "set_flags", options.getSetFlags(), ACCOUNT_FLAGS);
        flags(json, "clear_flags", options.getClearFlags(), ACCOUNT_FLAGS);
        number(json, "master_key_weight", options.getMasterWeight());
        number(json, "low_threshold", options.getLowThreshold());
        number(json, "med_threshold", options.getMedThreshold());
        number(json, "high_threshold", options.getHighThreshold());
        if (options.getHomeDomain() != null) {
            byte[] domain = options.getHomeDomain().getString32().getBytes();
            json.put("home_domain", new String(domain, StandardCharsets.UTF_8));
        }
        if (options.getSigner() != null) {
            json.put("signer_key", SignerKeys.toStrKey(options.getSigner().getKey()));
            json.put("signer_weight", Xdr.unsigned(options.getSigner().getWeight()));
        }
    }

    static void trustLineFlags(ObjectNode json, SetTrustLineFlagsOp op) {
        OperationDetails.asset(json, AssetId.of(op.getAsset()));
        json.put("trustor", Xdr.address(op.getTrustor()));
        flags(json, "set_flags", op.getSetFlags(), TRUSTLINE_FLAGS);
        flags(json, "clear_flags", op.getClearFlags(), TRUSTLINE_FLAGS);
    }

    static void revoke(ObjectNode json, RevokeSponsorshipOp revoke) {
        if (revoke.getDiscriminant() == RevokeSponsorshipType.REVOKE_SPONSORSHIP_SIGNER) {
            json.put("signer_account_id", Xdr.address(revoke.getSigner().getAccountID()));
            json.put("signer_key", SignerKeys.toStrKey(revoke.getSigner().getSignerKey()));
            return;
        }
        EntryKeys.of(revoke.getLedgerKey()).ifPresent(key -> {
            switch (key) {
                case EntryKey.OfAccount account -> json.put("account_id", account.id());
                case EntryKey.OfTrustLine line -> {
                    json.put("trustline_account_id", line.account());
                    json.put("trustline_asset", line.asset().canonical());
                }
                case EntryKey.OfData data -> {
                    json.put("data_account_id", data.account());
                    json.put("data_name", data.name());
                }
                case EntryKey.OfClaimableBalance balance -> json.put("claimable_balance_id", balance.id());
            }
        });
    }

    private static void flags(ObjectNode json, String name, @Nullable Uint32 value, List<String> names) {
        if (value == null) {
            return;
        }
        long bits = Xdr.unsigned(value);
        ArrayNode numbers = json.putArray(name);
        ArrayNode texts = json.putArray(name + "_s");
        for (int i = 0; i < names.size(); i++) {
            if ((bits & 1L << i) != 0) {
                numbers.add(1 << i);
                texts.add(names.get(i));
            }
        }
    }

    private static void number(ObjectNode json, String name, @Nullable Uint32 value) {
        if (value != null) {
            json.put(name, Xdr.unsigned(value));
        }
    }
}
