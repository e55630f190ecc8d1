package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.ledger.AccountData;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.EntryKey;
import dev.latchkey.sandbox.ledger.OwnershipView;
import dev.latchkey.sandbox.ledger.TrustLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An earlier state: the present one with the last ledgers undone. {@code undone} holds what stood before, oldest first. */
record PastView(OwnershipView present, List<Map<EntryKey, Optional<Entry>>> undone) implements OwnershipView {
    @Override
    public @Nullable Entry find(EntryKey key) {
        for (Map<EntryKey, Optional<Entry>> step : undone) {
            Optional<Entry> before = step.get(key);
            if (before != null) {
                return before.orElse(null);
            }
        }
        return present.find(key);
    }

    @Override
    public Collection<Entry> ownedBy(String account) {
        Set<EntryKey> keys = new HashSet<>();
        present.ownedBy(account).forEach(entry -> keys.add(entry.key()));
        for (Map<EntryKey, Optional<Entry>> step : undone) {
            step.values().forEach(before -> before.filter(entry -> isOwnedBy(entry, account))
                    .ifPresent(entry -> keys.add(entry.key())));
        }
        List<Entry> owned = new ArrayList<>();
        for (EntryKey key : keys) {
            Entry entry = find(key);
            if (entry != null) {
                owned.add(entry);
            }
        }
        return owned;
    }

    private static boolean isOwnedBy(Entry entry, String account) {
        return (entry instanceof TrustLine line && line.account().equals(account))
                || (entry instanceof AccountData data && data.account().equals(account));
    }
}
