package dev.latchkey.platform.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The new links of one pass of the sealer. A chain whose end is not ours is broken and gets none. */
final class AuditLinks {

    private final AuditChain chain;
    private final SealStore store;
    private final Handle sql;
    private final Map<UUID, SealStore.Head> heads = new HashMap<>();
    private final Set<UUID> broken = new HashSet<>();
    private final List<SealStore.Seal> seals = new ArrayList<>();
    private int newChains;

    AuditLinks(AuditChain chain, SealStore store, Handle sql) {
        this.chain = chain;
        this.store = store;
        this.sql = sql;
    }

    /** Events in the order of the log. */
    void addAll(List<AuditRow> events) {
        store.heads(sql, events.stream().map(AuditRow::chain).distinct().toList())
                .forEach(this::continueFrom);
        events.stream().filter(event -> !broken.contains(event.chain())).forEach(this::add);
    }

    List<SealStore.Seal> seals() {
        return seals;
    }

    Collection<SealStore.Head> heads() {
        return heads.values();
    }

    Set<UUID> broken() {
        return broken;
    }

    int newChains() {
        return newChains;
    }

    private void continueFrom(UUID id, SealStore.Head head) {
        if (Objects.equals(head.mac(), chain.head(id, head.position(), head.hash()))) {
            heads.put(id, head);
            return;
        }
        broken.add(id);
    }

    private void add(AuditRow event) {
        UUID id = event.chain();
        SealStore.Head head = heads.get(id);
        if (head == null) {
            if (broken.contains(id) || store.hasLinks(sql, id)) {
                broken.add(id);
                return;
            }
            newChains++;
            head = new SealStore.Head(id, 0, AuditChain.BEGINNING, AuditChain.BEGINNING);
        }
        long position = head.position() + 1;
        String hash = chain.hash(id, position, head.hash(), event);
        seals.add(new SealStore.Seal(id, position, event.sequence(), event.occurredAt(), hash));
        heads.put(id, new SealStore.Head(id, position, hash, chain.head(id, position, hash)));
    }
}
