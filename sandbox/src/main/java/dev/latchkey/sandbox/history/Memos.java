package dev.latchkey.sandbox.history;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.stellar.sdk.xdr.Memo;

/** Memos as Horizon shows them. */
public final class Memos {
    private Memos() {}

    public static String type(Memo memo) {
        return switch (memo.getDiscriminant()) {
            case MEMO_NONE -> "none";
            case MEMO_TEXT -> "text";
            case MEMO_ID -> "id";
            case MEMO_HASH -> "hash";
            case MEMO_RETURN -> "return";
        };
    }

    /** Text as it is, numbers in decimal, hashes in base64; empty without a memo. */
    public static String text(Memo memo) {
        return switch (memo.getDiscriminant()) {
            case MEMO_NONE -> "";
            case MEMO_TEXT -> new String(memo.getText().getBytes(), StandardCharsets.UTF_8);
            case MEMO_ID -> memo.getId().getUint64().getNumber().toString();
            case MEMO_HASH -> Base64.getEncoder().encodeToString(memo.getHash().getHash());
            case MEMO_RETURN ->
                Base64.getEncoder().encodeToString(memo.getRetHash().getHash());
        };
    }
}
