package dev.latchkey.platform.audit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of the log found.
 *
 * @param intact whether nothing was found that this server did not write so itself
 * @param chains every chain that was looked at
 * @param problems of the log as a whole; those of a chain stand with the chain
 */
public record AuditProof(boolean intact, List<Chain> chains, List<String> problems) {

    /**
     * One chain.
     *
     * @param projectId whose it is; {@code null} for the installation's
     * @param dropped how many of its first events were dropped with their months
     * @param position of its last event, and so how many events it has had
     * @param hash of its last event, in hex: kept elsewhere, it proves that nothing up to it was changed later
     * @param verified how many events were compared with their hashes
     * @param unsealed events that are not in the chain yet
     * @param problems what does not fit, the first hundred
     */
    public record Chain(
            @Nullable UUID projectId,
            long dropped,
            long position,
            String hash,
            long verified,
            long unsealed,
            List<Problem> problems) {}

    /** What kind of thing does not fit. */
    public enum Kind {
        CHANGED,
        REMOVED,
        INSERTED,
        REORDERED,
        TRUNCATED,
        HEAD_REMOVED,
        HEAD_CHANGED,
        ANCHOR_CHANGED,
        OTHER_THAN_BEFORE
    }

    /** One thing that does not fit. */
    public record Problem(Kind kind, String text) {}

    /** The place of an event in a chain, as an earlier proof told it. */
    public record Head(@Nullable UUID projectId, long position, String hash) {}
}
