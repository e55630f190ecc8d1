package dev.latchkey.sandbox.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes above another view; nothing below is touched until {@link #commitTo}. Not thread-safe. */
public final class LedgerOverlay implements LedgerView {
    private final LedgerView below;
    private final Map<EntryKey, Optional<Entry>> changes = new LinkedHashMap<>();

    public LedgerOverlay(LedgerView below) {
        this.below = below;
    }

    @Override
    public @Nullable Entry find(EntryKey key) {
        Optional<Entry> change = changes.get(key);
        return change == null ? below.find(key) : change.orElse(null);
    }

    public void put(Entry entry) {
        changes.put(entry.key(), Optional.of(entry));
    }

    public void remove(EntryKey key) {
        changes.put(key, Optional.empty());
    }

    public void commitTo(LedgerOverlay parent) {
        parent.changes.putAll(changes);
    }

    /** The changes since the view below, in the order of first touch; empty means removed. */
    public Map<EntryKey, Optional<Entry>> changes() {
        return changes;
    }

    public LedgerView below() {
        return below;
    }
}
