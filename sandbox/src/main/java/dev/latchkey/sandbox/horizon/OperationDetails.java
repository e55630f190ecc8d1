package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.OperationRecord;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.EntryKeys;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.operation.Amounts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.stellar.sdk.xdr.AllowTrustOp;
import org.stellar.sdk.xdr.AssetCode;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.ChangeTrustOp;
import org.stellar.sdk.xdr.Claimant;
import org.stellar.sdk.xdr.ClawbackOp;
import org.stellar.sdk.xdr.CreateAccountOp;
import org.stellar.sdk.xdr.CreateClaimableBalanceOp;
import org.stellar.sdk.xdr.ManageDataOp;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.PaymentOp;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of each kind of operation. */
final class OperationDetails {
    private OperationDetails() {}

    static void add(ObjectNode json, OperationRecord operation) {
        Operation.OperationBody body = operation.frame().body();
        String source = operation.frame().source();
        switch (operation.frame().type()) {
            case CREATE_ACCOUNT -> createAccount(json, source, body.getCreateAccountOp());
            case PAYMENT -> payment(json, source, body.getPaymentOp());
            case SET_OPTIONS -> SettingDetails.options(json, body.getSetOptionsOp());
            case CHANGE_TRUST -> changeTrust(json, source, body.getChangeTrustOp());
            case ALLOW_TRUST -> allowTrust(json, source, body.getAllowTrustOp());
            case SET_TRUST_LINE_FLAGS -> SettingDetails.trustLineFlags(json, body.getSetTrustLineFlagsOp());
            case ACCOUNT_MERGE -> {
                json.put("account", source);
                account(json, "into", body.getDestination());
            }
            case MANAGE_DATA -> manageData(json, body.getManageDataOp());
            case BUMP_SEQUENCE ->
                json.put(
                        "bump_to",
                        Long.toString(body.getBumpSequenceOp()
                                .getBumpTo()
                                .getSequenceNumber()
                                .getInt64()));
            case CREATE_CLAIMABLE_BALANCE -> claimableBalance(json, body.getCreateClaimableBalanceOp());
            case CLAIM_CLAIMABLE_BALANCE -> {
                json.put(
                        "balance_id",
                        EntryKeys.hex(body.getClaimClaimableBalanceOp().getBalanceID()));
                json.put("claimant", source);
            }
            case BEGIN_SPONSORING_FUTURE_RESERVES ->
                json.put(
                        "sponsored_id",
                        Xdr.address(body.getBeginSponsoringFutureReservesOp().getSponsoredID()));
            case END_SPONSORING_FUTURE_RESERVES -> {
                if (operation.operation().sponsorOfSource() != null) {
                    json.put("begin_sponsor", operation.operation().sponsorOfSource());
                }
            }
            case REVOKE_SPONSORSHIP -> SettingDetails.revoke(json, body.getRevokeSponsorshipOp());
            case CLAWBACK -> clawback(json, body.getClawbackOp());
            case CLAWBACK_CLAIMABLE_BALANCE ->
                json.put(
                        "balance_id",
                        EntryKeys.hex(body.getClawbackClaimableBalanceOp().getBalanceID()));
            case PATH_PAYMENT_STRICT_RECEIVE,
                    PATH_PAYMENT_STRICT_SEND,
                    MANAGE_SELL_OFFER,
                    MANAGE_BUY_OFFER,
                    CREATE_PASSIVE_SELL_OFFER,
                    INFLATION,
                    LIQUIDITY_POOL_DEPOSIT,
                    LIQUIDITY_POOL_WITHDRAW,
                    INVOKE_HOST_FUNCTION,
                    EXTEND_FOOTPRINT_TTL,
                    RESTORE_FOOTPRINT -> {
                // refused before they could enter a ledger
            }
        }
    }

    private static void createAccount(ObjectNode json, String source, CreateAccountOp create) {
        json.put("starting_balance", Amounts.text(create.getStartingBalance().getInt64()));
        json.put("funder", source);
        json.put("account", Xdr.address(create.getDestination()));
    }

    private static void payment(ObjectNode json, String source, PaymentOp payment) {
        asset(json, AssetId.of(payment.getAsset()));
        json.put("from", source);
        account(json, "to", payment.getDestination());
        json.put("amount", Amounts.text(payment.getAmount().getInt64()));
    }

    private static void changeTrust(ObjectNode json, String source, ChangeTrustOp change) {
        AssetType type = change.getLine().getDiscriminant();
        if (type == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4 || type == AssetType.ASSET_TYPE_CREDIT_ALPHANUM12) {
            AssetId asset = type == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4
                    ? AssetId.of(change.getLine().getAlphaNum4())
                    : AssetId.of(change.getLine().getAlphaNum12());
            asset(json, asset);
            json.put("trustee", asset.issuer());
        }
        json.put("limit", Amounts.text(change.getLimit().getInt64()));
        json.put("trustor", source);
    }

    private static void allowTrust(ObjectNode json, String source, AllowTrustOp allow) {
        AssetCode code = allow.getAsset();
        byte[] padded = code.getDiscriminant() == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4
                ? code.getAssetCode4().getAssetCode4()
                : code.getAssetCode12().getAssetCode12();
        asset(json, new AssetId(AssetId.code(padded), source));
        long authorize = Xdr.unsigned(allow.getAuthorize());
        json.put("trustee", source);
        json.put("trustor", Xdr.address(allow.getTrustor()));
        json.put("authorize", authorize == TrustLine.AUTHORIZED);
        json.put("authorize_to_maintain_liabilities", authorize == TrustLine.AUTHORIZED_TO_MAINTAIN_LIABILITIES);
    }

    private static void manageData(ObjectNode json, ManageDataOp manage) {
        json.put("name", new String(manage.getDataName().getString64().getBytes(), StandardCharsets.UTF_8));
        if (manage.getDataValue() == null) {
            json.putNull("value");
        } else {
            json.put(
                    "value",
                    Base64.getEncoder().encodeToString(manage.getDataValue().getDataValue()));
        }
    }

    private static void claimableBalance(ObjectNode json, CreateClaimableBalanceOp create) {
        json.put("asset", AssetId.of(create.getAsset()).canonical());
        json.put("amount", Amounts.text(create.getAmount().getInt64()));
        ArrayNode claimants = json.putArray("claimants");
        for (Claimant claimant : create.getClaimants()) {
            ObjectNode each = claimants.addObject();
            each.put("destination", Xdr.address(claimant.getV0().getDestination()));
            each.set(
                    "predicate", ClaimableBalanceJson.predicate(claimant.getV0().getPredicate()));
        }
    }

    private static void clawback(ObjectNode json, ClawbackOp clawback) {
        asset(json, AssetId.of(clawback.getAsset()));
        account(json, "from", clawback.getFrom());
        json.put("amount", Amounts.text(clawback.getAmount().getInt64()));
    }

    static void asset(ObjectNode json, AssetId asset) {
        Amounts.asset(asset).forEach((name, value) -> json.put(name, value.toString()));
    }

    private static void account(ObjectNode json, String name, MuxedAccount account) {
        json.put(name, Xdr.address(account));
        MuxedAccounts.muxed(account).ifPresent(muxed -> {
            json.put(name + "_muxed", muxed.address());
            json.put(name + "_muxed_id", muxed.id());
        });
    }
}
