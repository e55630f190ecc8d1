package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is read out of one operation: whose account it may have changed, and what to tell them. An account gets one
 * occurrence per operation, the first that is noted.
 */
final class OperationNotes {
    private final MuxedAccount source;
    private final Set<AccountId> touched = new HashSet<>();
    private final Map<AccountId, Occurrence> occurrences = new LinkedHashMap<>();

    OperationNotes(MuxedAccount source) {
        this.source = source;
        touch(source.account());
    }

    /** Whose operation it is. */
    AccountId source() {
        return source.account();
    }

    /** The same as it was written, with its id where it has one. */
    String sourceAddress() {
        return source.toString();
    }

    /** The operation may have changed the account. */
    void touch(AccountId account) {
        touched.add(account);
    }

    /** The operation changed the account, and its owner wants to know. */
    void tell(AccountId account, Occurrence occurrence) {
        touch(account);
        inform(account, occurrence);
    }

    /** The operation is about the account without changing it. */
    void inform(AccountId account, Occurrence occurrence) {
        occurrences.putIfAbsent(account, occurrence);
    }

    void tellSource(Occurrence occurrence) {
        tell(source(), occurrence);
    }

    Set<AccountId> touched() {
        return touched;
    }

    Map<AccountId, Occurrence> occurrences() {
        return occurrences;
    }
}
