package dev.latchkey.platform.audit;

import dev.latchkey.platform.audit.AuditProof.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Walks one chain from its beginning, or from the anchor of what was dropped, to its head. */
final class ChainWalk {

    private static final int MAX_PROBLEMS = 100;

    private final AuditChain chain;
    private final UUID id;
    private final Map<Long, AnchorStore.Anchor> anchors;
    private final Map<Long, String> known;
    private final List<AuditProof.Problem> problems = new ArrayList<>();
    private final long dropped;
    private long position;
    private String previous = AuditChain.BEGINNING;
    private boolean isBroken;
    private long verified;

    /**
     * @param anchors by position, in order
     * @param known hashes that an earlier proof named, by position
     */
    ChainWalk(AuditChain chain, UUID id, Map<Long, AnchorStore.Anchor> anchors, Map<Long, String> known) {
        this.chain = chain;
        this.id = id;
        this.anchors = new HashMap<>(anchors);
        this.known = known;
        this.dropped = anchors.isEmpty() ? 0 : anchors.keySet().iterator().next();
        anchors.values().stream()
                .filter(anchor -> !Objects.equals(anchor.mac(), chain.anchor(id, anchor.position(), anchor.hash())))
                .forEach(anchor -> {
                    add(Kind.ANCHOR_CHANGED, "the anchor at position " + anchor.position() + " is not ours");
                    this.anchors.remove(anchor.position());
                });
        if (dropped > 0) {
            position = dropped - 1;
            passAnchors();
        }
    }

    /** Takes the next link; {@code event} is {@code null} when it is gone. */
    void next(SealStore.Seal seal, @Nullable AuditRow event) {
        passAnchors();
        if (seal.position() <= position) {
            add(Kind.REORDERED, "there are two links at position " + seal.position());
            return;
        }
        if (seal.position() > position + 1) {
            add(
                    Kind.REMOVED,
                    seal.position() == position + 2
                            ? "the link at position " + (position + 1) + " is gone"
                            : "the links at positions " + (position + 1) + " to " + (seal.position() - 1)
                                    + " are gone");
            isBroken = true;
        }
        if (event == null) {
            add(Kind.REMOVED, "event " + seal.sequence() + " at position " + seal.position() + " is gone");
        }
        if (event != null && !isBroken) {
            verified++;
            if (!Objects.equals(seal.hash(), chain.hash(id, seal.position(), previous, event))) {
                add(
                        Kind.CHANGED,
                        "event " + seal.sequence() + " (" + event.type() + ", " + event.occurredAt() + ") at position "
                                + seal.position() + " or its link was changed");
            }
        }
        isBroken = false;
        arriveAt(seal.position(), seal.hash());
    }

    /** Compares the end with the head of the chain. */
    AuditProof.Chain end(SealStore.@Nullable Head head, VerificationStore.Unsealed unsealed) {
        passAnchors();
        if (head == null && position > 0) {
            add(Kind.HEAD_REMOVED, "nothing says any more where the chain ends");
        }
        if (head != null) {
            compare(head);
        }
        if (unsealed.late() > 0) {
            add(Kind.INSERTED, unsealed.late() + " events are not in the chain though their time is over");
        }
        known.keySet().stream()
                .filter(place -> place > position)
                .forEach(place -> add(Kind.OTHER_THAN_BEFORE, "position " + place + " was there before and is gone"));
        return new AuditProof.Chain(
                id.equals(AuditChain.INSTALLATION) ? null : id,
                dropped,
                position,
                previous,
                verified,
                unsealed.waiting(),
                List.copyOf(problems));
    }

    private void compare(SealStore.Head head) {
        if (!Objects.equals(head.mac(), chain.head(id, head.position(), head.hash()))) {
            add(Kind.HEAD_CHANGED, "the head is not ours");
        }
        if (head.position() > position) {
            add(Kind.TRUNCATED, "the chain ends at position " + position + ", its head at " + head.position());
        }
        if (head.position() < position) {
            add(Kind.INSERTED, "the chain goes on behind its head at position " + head.position());
        }
        if (head.position() == position && !Objects.equals(head.hash(), previous)) {
            add(Kind.HEAD_CHANGED, "the head has another hash than the last event");
        }
    }

    /** Goes over the places whose events were dropped with their month. */
    private void passAnchors() {
        AnchorStore.Anchor anchor = anchors.remove(position + 1);
        while (anchor != null) {
            arriveAt(anchor.position(), anchor.hash());
            anchor = anchors.remove(position + 1);
        }
    }

    private void arriveAt(long place, String hash) {
        position = place;
        previous = hash;
        String before = known.get(place);
        if (before != null && !before.equals(hash)) {
            add(Kind.OTHER_THAN_BEFORE, "position " + place + " had another hash before");
        }
    }

    private void add(Kind kind, String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new AuditProof.Problem(kind, text));
        }
    }
}
