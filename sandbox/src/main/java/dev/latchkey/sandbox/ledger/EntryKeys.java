package dev.latchkey.sandbox.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.ClaimableBalanceID;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.TrustLineAsset;

/** Ledger keys of the network's form, as keys of this ledger. */
public final class EntryKeys {
    private EntryKeys() {}

    /** Empty for kinds of entries that this ledger does not hold: offers, pools, contracts. */
    public static Optional<EntryKey> of(LedgerKey key) {
        LedgerEntryType type = key.getDiscriminant();
        if (type == LedgerEntryType.ACCOUNT) {
            return Optional.of(
                    new EntryKey.OfAccount(Xdr.address(key.getAccount().getAccountID())));
        }
        if (type == LedgerEntryType.TRUSTLINE) {
            String account = Xdr.address(key.getTrustLine().getAccountID());
            return asset(key.getTrustLine().getAsset()).map(asset -> new EntryKey.OfTrustLine(account, asset));
        }
        if (type == LedgerEntryType.DATA) {
            byte[] name = key.getData().getDataName().getString64().getBytes();
            return Optional.of(new EntryKey.OfData(
                    Xdr.address(key.getData().getAccountID()), new String(name, StandardCharsets.UTF_8)));
        }
        if (type == LedgerEntryType.CLAIMABLE_BALANCE) {
            return Optional.of(new EntryKey.OfClaimableBalance(
                    hex(key.getClaimableBalance().getBalanceID())));
        }
        return Optional.empty();
    }

    /** Whether the network knows sponsorship for this kind of entry. */
    public static boolean isSponsorable(LedgerKey key) {
        LedgerEntryType type = key.getDiscriminant();
        if (type == LedgerEntryType.TRUSTLINE) {
            return key.getTrustLine().getAsset().getDiscriminant() != AssetType.ASSET_TYPE_NATIVE;
        }
        return type == LedgerEntryType.ACCOUNT
                || type == LedgerEntryType.OFFER
                || type == LedgerEntryType.DATA
                || type == LedgerEntryType.CLAIMABLE_BALANCE;
    }

    /** The 72 hex characters of a claimable balance id, type included. */
    public static String hex(ClaimableBalanceID id) {
        return "00000000" + HexFormat.of().formatHex(id.getV0().getHash());
    }

    private static Optional<AssetId> asset(TrustLineAsset asset) {
        if (asset.getDiscriminant() == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4) {
            return Optional.of(AssetId.of(asset.getAlphaNum4()));
        }
        if (asset.getDiscriminant() == AssetType.ASSET_TYPE_CREDIT_ALPHANUM12) {
            return Optional.of(AssetId.of(asset.getAlphaNum12()));
        }
        return Optional.empty();
    }
}
