package dev.latchkey.sandbox.ledger;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All entries as of the last closed ledger, with their running hash. Guarded by its user. */
public final class LedgerState implements OwnershipView {
    private final Map<EntryKey, Entry> entries = new HashMap<>();
    private final Map<String, Map<EntryKey, Entry>> owned = new HashMap<>();
    private final StateHash hash = new StateHash();

    @Override
    public @Nullable Entry find(EntryKey key) {
        return entries.get(key);
    }

    @Override
    public Collection<Entry> ownedBy(String account) {
        return Collections.unmodifiableCollection(
                owned.getOrDefault(account, Map.of()).values());
    }

    public Collection<Entry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** Takes over a ledger's changes, stamps them with its sequence, and returns what stood there before. */
    public Map<EntryKey, Optional<Entry>> apply(Map<EntryKey, Optional<Entry>> changes, int ledger) {
        Map<EntryKey, Optional<Entry>> before = new HashMap<>();
        changes.forEach((key, change) -> {
            Entry after = change.map(entry -> entry.withLastModified(ledger)).orElse(null);
            Entry old = after == null ? entries.remove(key) : entries.put(key, after);
            hash.replace(old, after);
            index(key, after);
            before.put(key, Optional.ofNullable(old));
        });
        return before;
    }

    private void index(EntryKey key, @Nullable Entry after) {
        String owner =
                switch (key) {
                    case EntryKey.OfTrustLine line -> line.account();
                    case EntryKey.OfData data -> data.account();
                    case EntryKey.OfAccount account -> null;
                    case EntryKey.OfClaimableBalance balance -> null;
                };
        if (owner == null) {
            return;
        }
        Map<EntryKey, Entry> own = owned.computeIfAbsent(owner, id -> new HashMap<>());
        if (after != null) {
            own.put(key, after);
        } else if (own.remove(key) != null && own.isEmpty()) {
            owned.remove(owner);
        }
    }

    /** Hash over all entries, independent of the order in which they came. */
    public byte[] stateHash() {
        return hash.value();
    }
}
