package dev.latchkey.sandbox.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.AccountEntryExtensionV1;
import org.stellar.sdk.xdr.AccountEntryExtensionV2;
import org.stellar.sdk.xdr.AccountEntryExtensionV3;
import org.stellar.sdk.xdr.AccountID;
import org.stellar.sdk.xdr.ClaimableBalanceEntry;
import org.stellar.sdk.xdr.ClaimableBalanceEntryExtensionV1;
import org.stellar.sdk.xdr.ClaimableBalanceFlags;
import org.stellar.sdk.xdr.ClaimableBalanceID;
import org.stellar.sdk.xdr.ClaimableBalanceIDType;
import org.stellar.sdk.xdr.Claimant;
import org.stellar.sdk.xdr.ClaimantType;
import org.stellar.sdk.xdr.DataEntry;
import org.stellar.sdk.xdr.DataValue;
import org.stellar.sdk.xdr.ExtensionPoint;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryExtensionV1;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.Liabilities;
import org.stellar.sdk.xdr.SequenceNumber;
import org.stellar.sdk.xdr.Signer;
import org.stellar.sdk.xdr.SponsorshipDescriptor;
import org.stellar.sdk.xdr.String32;
import org.stellar.sdk.xdr.String64;
import org.stellar.sdk.xdr.TimePoint;
import org.stellar.sdk.xdr.TrustLineEntry;
import org.stellar.sdk.xdr.XdrString;

/** Ledger entries in the network's own form. */
public final class EntryXdr {
    private EntryXdr() {}

    public static LedgerEntry of(Entry entry) {
        LedgerEntry xdr = new LedgerEntry();
        xdr.setLastModifiedLedgerSeq(Xdr.uint32(entry.lastModified()));
        xdr.setData(data(entry));
        LedgerEntry.LedgerEntryExt extension = new LedgerEntry.LedgerEntryExt();
        String sponsor = entry.sponsor();
        extension.setDiscriminant(sponsor == null ? 0 : 1);
        if (sponsor != null) {
            LedgerEntryExtensionV1 v1 = new LedgerEntryExtensionV1();
            v1.setSponsoringID(new SponsorshipDescriptor(Xdr.accountId(sponsor)));
            LedgerEntryExtensionV1.LedgerEntryExtensionV1Ext end =
                    new LedgerEntryExtensionV1.LedgerEntryExtensionV1Ext();
            end.setDiscriminant(0);
            v1.setExt(end);
            extension.setV1(v1);
        }
        xdr.setExt(extension);
        return xdr;
    }

    public static LedgerEntry.LedgerEntryData data(Entry entry) {
        LedgerEntry.LedgerEntryData data = new LedgerEntry.LedgerEntryData();
        switch (entry) {
            case Account account -> {
                data.setDiscriminant(LedgerEntryType.ACCOUNT);
                data.setAccount(account(account));
            }
            case TrustLine line -> {
                data.setDiscriminant(LedgerEntryType.TRUSTLINE);
                data.setTrustLine(trustLine(line));
            }
            case AccountData named -> {
                data.setDiscriminant(LedgerEntryType.DATA);
                data.setData(named(named));
            }
            case ClaimableBalance balance -> {
                data.setDiscriminant(LedgerEntryType.CLAIMABLE_BALANCE);
                data.setClaimableBalance(claimableBalance(balance));
            }
        }
        return data;
    }

    private static AccountEntry account(Account account) {
        AccountEntry xdr = new AccountEntry();
        xdr.setAccountID(Xdr.accountId(account.id()));
        xdr.setBalance(Xdr.int64(account.balance()));
        xdr.setSeqNum(new SequenceNumber(Xdr.int64(account.sequence())));
        xdr.setNumSubEntries(Xdr.uint32(account.subEntries()));
        String inflation = account.inflationDestination();
        if (inflation != null) {
            xdr.setInflationDest(Xdr.accountId(inflation));
        }
        xdr.setFlags(Xdr.uint32(account.flags()));
        xdr.setHomeDomain(new String32(new XdrString(account.homeDomain())));
        xdr.setThresholds(
                new org.stellar.sdk.xdr.Thresholds(account.thresholds().toBytes()));
        xdr.setSigners(account.signers().stream().map(EntryXdr::signer).toArray(Signer[]::new));
        xdr.setExt(accountExtension(account));
        return xdr;
    }

    private static Signer signer(AccountSigner signer) {
        Signer xdr = new Signer();
        xdr.setKey(SignerKeys.toXdr(signer.key()));
        xdr.setWeight(Xdr.uint32(signer.weight()));
        return xdr;
    }

    private static AccountEntry.AccountEntryExt accountExtension(Account account) {
        AccountEntryExtensionV3 v3 = new AccountEntryExtensionV3();
        ExtensionPoint end = new ExtensionPoint();
        end.setDiscriminant(0);
        v3.setExt(end);
        v3.setSeqLedger(Xdr.uint32(account.sequenceLedger()));
        v3.setSeqTime(new TimePoint(Xdr.uint64(account.sequenceTime())));
        AccountEntryExtensionV2.AccountEntryExtensionV2Ext inV2 =
                new AccountEntryExtensionV2.AccountEntryExtensionV2Ext();
        inV2.setDiscriminant(3);
        inV2.setV3(v3);
        AccountEntryExtensionV2 v2 = new AccountEntryExtensionV2();
        v2.setNumSponsored(Xdr.uint32(account.sponsored()));
        v2.setNumSponsoring(Xdr.uint32(account.sponsoring()));
        v2.setSignerSponsoringIDs(
                account.signers().stream().map(EntryXdr::descriptor).toArray(SponsorshipDescriptor[]::new));
        v2.setExt(inV2);
        AccountEntryExtensionV1.AccountEntryExtensionV1Ext inV1 =
                new AccountEntryExtensionV1.AccountEntryExtensionV1Ext();
        inV1.setDiscriminant(2);
        inV1.setV2(v2);
        AccountEntryExtensionV1 v1 = new AccountEntryExtensionV1();
        Liabilities none = new Liabilities();
        none.setBuying(Xdr.int64(0));
        none.setSelling(Xdr.int64(0));
        v1.setLiabilities(none);
        v1.setExt(inV1);
        AccountEntry.AccountEntryExt extension = new AccountEntry.AccountEntryExt();
        extension.setDiscriminant(1);
        extension.setV1(v1);
        return extension;
    }

    private static SponsorshipDescriptor descriptor(AccountSigner signer) {
        String sponsor = signer.sponsor();
        AccountID id = sponsor == null ? null : Xdr.accountId(sponsor);
        SponsorshipDescriptor descriptor = new SponsorshipDescriptor();
        if (id != null) {
            descriptor.setSponsorshipDescriptor(id);
        }
        return descriptor;
    }

    private static TrustLineEntry trustLine(TrustLine line) {
        TrustLineEntry xdr = new TrustLineEntry();
        xdr.setAccountID(Xdr.accountId(line.account()));
        xdr.setAsset(line.asset().toTrustLineXdr());
        xdr.setBalance(Xdr.int64(line.balance()));
        xdr.setLimit(Xdr.int64(line.limit()));
        xdr.setFlags(Xdr.uint32(line.flags()));
        TrustLineEntry.TrustLineEntryExt extension = new TrustLineEntry.TrustLineEntryExt();
        extension.setDiscriminant(0);
        xdr.setExt(extension);
        return xdr;
    }

    private static DataEntry named(AccountData data) {
        DataEntry xdr = new DataEntry();
        xdr.setAccountID(Xdr.accountId(data.account()));
        xdr.setDataName(new String64(new XdrString(data.name().getBytes(StandardCharsets.UTF_8))));
        xdr.setDataValue(new DataValue(Base64.getDecoder().decode(data.value())));
        DataEntry.DataEntryExt extension = new DataEntry.DataEntryExt();
        extension.setDiscriminant(0);
        xdr.setExt(extension);
        return xdr;
    }

    private static ClaimableBalanceEntry claimableBalance(ClaimableBalance balance) {
        ClaimableBalanceEntry xdr = new ClaimableBalanceEntry();
        xdr.setBalanceID(balanceId(balance.id()));
        xdr.setClaimants(claimants(balance.claimants()));
        xdr.setAsset(balance.asset().toXdr());
        xdr.setAmount(Xdr.int64(balance.amount()));
        ClaimableBalanceEntry.ClaimableBalanceEntryExt extension = new ClaimableBalanceEntry.ClaimableBalanceEntryExt();
        extension.setDiscriminant(balance.clawbackEnabled() ? 1 : 0);
        if (balance.clawbackEnabled()) {
            ClaimableBalanceEntryExtensionV1 v1 = new ClaimableBalanceEntryExtensionV1();
            v1.setFlags(Xdr.uint32(ClaimableBalanceFlags.CLAIMABLE_BALANCE_CLAWBACK_ENABLED_FLAG.getValue()));
            var end = new ClaimableBalanceEntryExtensionV1.ClaimableBalanceEntryExtensionV1Ext();
            end.setDiscriminant(0);
            v1.setExt(end);
            extension.setV1(v1);
        }
        xdr.setExt(extension);
        return xdr;
    }

    private static Claimant[] claimants(List<ClaimableBalance.BalanceClaimant> claimants) {
        return claimants.stream()
                .map(claimant -> {
                    Claimant.ClaimantV0 v0 = new Claimant.ClaimantV0();
                    v0.setDestination(Xdr.accountId(claimant.destination()));
                    v0.setPredicate(claimant.predicate());
                    Claimant xdr = new Claimant();
                    xdr.setDiscriminant(ClaimantType.CLAIMANT_TYPE_V0);
                    xdr.setV0(v0);
                    return xdr;
                })
                .toArray(Claimant[]::new);
    }

    /** The balance id behind its 72 hex characters. */
    public static ClaimableBalanceID balanceId(String hex) {
        ClaimableBalanceID id = new ClaimableBalanceID();
        id.setDiscriminant(ClaimableBalanceIDType.CLAIMABLE_BALANCE_ID_TYPE_V0);
        id.setV0(Xdr.hash(HexFormat.of().parseHex(hex, 8, hex.length())));
        return id;
    }
}
