package dev.latchkey.networks.stellar.xdr;

import java.util.Locale;

/** What became of a transaction. XDR numbers run from 1 (first constant) down. */
public enum TransactionResultCode {
    FEE_BUMP_INNER_SUCCESS,
    SUCCESS,
    FAILED,
    TOO_EARLY,
    TOO_LATE,
    MISSING_OPERATION,
    BAD_SEQ,
    BAD_AUTH,
    INSUFFICIENT_BALANCE,
    NO_ACCOUNT,
    INSUFFICIENT_FEE,
    BAD_AUTH_EXTRA,
    INTERNAL_ERROR,
    NOT_SUPPORTED,
    FEE_BUMP_INNER_FAILED,
    BAD_SPONSORSHIP,
    BAD_MIN_SEQ_AGE_OR_GAP,
    MALFORMED,
    SOROBAN_INVALID,
    FROZEN_KEY_ACCESSED;

    /** As the network's definition numbers it. */
    public int value() {
        return 1 - XdrWriter.number(this);
    }

    /** As Horizon names it: {@code tx_bad_seq}. */
    public String horizonCode() {
        return this == NO_ACCOUNT ? "tx_no_source_account" : "tx_" + name().toLowerCase(Locale.ROOT);
    }

    boolean hasOperations() {
        return this == SUCCESS || this == FAILED;
    }

    boolean hasInner() {
        return this == FEE_BUMP_INNER_SUCCESS || this == FEE_BUMP_INNER_FAILED;
    }

    static TransactionResultCode read(XdrReader in) {
        int value = in.int32();
        int index = 1 - value;
        if (index < 0 || index >= values().length) {
            throw in.unknown("TransactionResultCode", value);
        }
        return values()[index];
    }
}
