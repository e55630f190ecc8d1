package dev.latchkey.sandbox.transaction;

import java.util.Locale;
import java.util.Map;
import org.stellar.sdk.xdr.TransactionResultCode;

/** Horizon's words for transaction results. */
public final class TransactionCodes {
    private static final Map<TransactionResultCode, String> OWN_WORDS = Map.of(
            TransactionResultCode.txNO_ACCOUNT, "tx_no_source_account",
            TransactionResultCode.txBAD_MIN_SEQ_AGE_OR_GAP, "tx_bad_minseq_age_or_gap");

    private TransactionCodes() {}

    /** {@code txBAD_SEQ} is {@code tx_bad_seq}. */
    public static String of(TransactionResultCode code) {
        String own = OWN_WORDS.get(code);
        return own != null ? own : "tx_" + code.name().substring(2).toLowerCase(Locale.ROOT);
    }
}
