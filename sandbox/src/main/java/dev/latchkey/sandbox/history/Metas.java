package dev.latchkey.sandbox.history;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountData;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.EntryXdr;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.transaction.EntryChange;
import java.util.ArrayList;
import java.util.List;
import org.stellar.sdk.xdr.LedgerEntryChange;
import org.stellar.sdk.xdr.LedgerEntryChangeType;
import org.stellar.sdk.xdr.LedgerEntryChanges;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.OperationMeta;
import org.stellar.sdk.xdr.String64;
import org.stellar.sdk.xdr.TransactionMeta;
import org.stellar.sdk.xdr.TransactionMetaV2;
import org.stellar.sdk.xdr.XdrString;

/** What a transaction changed, as transaction meta (version 2: this ledger has no contracts). */
public final class Metas {
    private static final LedgerEntryChange[] NONE = {};

    private Metas() {}

    public static TransactionMeta of(AppliedTransaction transaction) {
        TransactionMetaV2 v2 = new TransactionMetaV2();
        v2.setTxChangesBefore(changes(transaction.changesBefore(), transaction.ledger()));
        v2.setOperations(transaction.applied().stream()
                .map(operation -> {
                    OperationMeta meta = new OperationMeta();
                    meta.setChanges(changes(operation.changes(), transaction.ledger()));
                    return meta;
                })
                .toArray(OperationMeta[]::new));
        v2.setTxChangesAfter(new LedgerEntryChanges(NONE));
        TransactionMeta meta = new TransactionMeta();
        meta.setDiscriminant(2);
        meta.setV2(v2);
        return meta;
    }

    public static LedgerEntryChanges ofFee(AppliedTransaction transaction) {
        return changes(transaction.feeChanges(), transaction.ledger());
    }

    private static LedgerEntryChanges changes(List<EntryChange> changes, int ledger) {
        List<LedgerEntryChange> xdr = new ArrayList<>();
        for (EntryChange change : changes) {
            Entry before = change.before();
            Entry after = change.after();
            if (before != null) {
                LedgerEntryChange state = new LedgerEntryChange();
                state.setDiscriminant(LedgerEntryChangeType.LEDGER_ENTRY_STATE);
                state.setState(EntryXdr.of(before));
                xdr.add(state);
            }
            LedgerEntryChange next = new LedgerEntryChange();
            if (after == null && before != null) {
                next.setDiscriminant(LedgerEntryChangeType.LEDGER_ENTRY_REMOVED);
                next.setRemoved(key(before));
                xdr.add(next);
            } else if (after != null && before == null) {
                next.setDiscriminant(LedgerEntryChangeType.LEDGER_ENTRY_CREATED);
                next.setCreated(EntryXdr.of(after.withLastModified(ledger)));
                xdr.add(next);
            } else if (after != null) {
                next.setDiscriminant(LedgerEntryChangeType.LEDGER_ENTRY_UPDATED);
                next.setUpdated(EntryXdr.of(after.withLastModified(ledger)));
                xdr.add(next);
            }
        }
        return new LedgerEntryChanges(xdr.toArray(LedgerEntryChange[]::new));
    }

    private static LedgerKey key(Entry entry) {
        LedgerKey key = new LedgerKey();
        switch (entry) {
            case Account account -> {
                key.setDiscriminant(LedgerEntryType.ACCOUNT);
                LedgerKey.LedgerKeyAccount xdr = new LedgerKey.LedgerKeyAccount();
                xdr.setAccountID(Xdr.accountId(account.id()));
                key.setAccount(xdr);
            }
            case TrustLine line -> {
                key.setDiscriminant(LedgerEntryType.TRUSTLINE);
                LedgerKey.LedgerKeyTrustLine xdr = new LedgerKey.LedgerKeyTrustLine();
                xdr.setAccountID(Xdr.accountId(line.account()));
                xdr.setAsset(line.asset().toTrustLineXdr());
                key.setTrustLine(xdr);
            }
            case AccountData data -> {
                key.setDiscriminant(LedgerEntryType.DATA);
                LedgerKey.LedgerKeyData xdr = new LedgerKey.LedgerKeyData();
                xdr.setAccountID(Xdr.accountId(data.account()));
                xdr.setDataName(new String64(new XdrString(Xdr.utf8(data.name()))));
                key.setData(xdr);
            }
            case ClaimableBalance balance -> {
                key.setDiscriminant(LedgerEntryType.CLAIMABLE_BALANCE);
                LedgerKey.LedgerKeyClaimableBalance xdr = new LedgerKey.LedgerKeyClaimableBalance();
                xdr.setBalanceID(EntryXdr.balanceId(balance.id()));
                key.setClaimableBalance(xdr);
            }
        }
        return key;
    }
}
