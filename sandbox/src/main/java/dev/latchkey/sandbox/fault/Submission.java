package dev.latchkey.sandbox.fault;

import dev.latchkey.sandbox.history.Memos;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import java.util.Set;

/** What a fault may look at in a submitted transaction. {@code memo} is its text, number or hash as Horizon shows it. */
public record Submission(
        String hash, String innerHash, String source, String feeSource, Set<String> sources, String memo) {
    public static Submission of(TransactionFrame frame) {
        return new Submission(
                frame.hash(),
                frame.innerHash(),
                frame.source(),
                frame.feeSource(),
                frame.sources(),
                Memos.text(frame.memo()));
    }
}
