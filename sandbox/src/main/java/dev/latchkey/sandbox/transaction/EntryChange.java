package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.LedgerOverlay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One ledger entry before and after; created when there is no before, removed when there is no after. */
public record EntryChange(@Nullable Entry before, @Nullable Entry after) {

    /** What an overlay changes in the view below it. */
    public static List<EntryChange> of(LedgerOverlay overlay) {
        List<EntryChange> changes = new ArrayList<>(overlay.changes().size());
        overlay.changes().forEach((key, after) -> {
            Entry before = overlay.below().find(key);
            if (before != null || after.isPresent()) {
                changes.add(new EntryChange(before, after.orElse(null)));
            }
        });
        return List.copyOf(changes);
    }
}
