package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Proves that the log is what the server wrote: nothing changed, removed, added, moved or cut off. Reads one state of the
 * database, row by row, while the server goes on.
 */
public final class AuditVerification {

    private static final int PROGRESS = 10_000;

    private final Database database;
    private final AuditChain chain;

    public AuditVerification(Database database, AuditChain chain) {
        this.database = database;
        this.chain = chain;
    }

    /**
     * Verifies all chains.
     *
     * @param earlier what an earlier proof said and must still hold
     * @param progress told now and then how many events have been looked at
     */
    public AuditProof all(Collection<AuditProof.Head> earlier, LongConsumer progress) {
        return reading(sql -> all(sql, earlier, progress));
    }

    AuditProof all(Handle sql, Collection<AuditProof.Head> earlier, LongConsumer progress) {
        VerificationStore store = new VerificationStore(sql);
        Set<UUID> ids = store.chains();
        earlier.forEach(head -> ids.add(id(head)));
        return proof(verify(store, ids, earlier, progress), whole(store));
    }

    /** As {@link #all}, for the chain of one project only. */
    public AuditProof project(UUID project, Collection<AuditProof.Head> earlier, LongConsumer progress) {
        return reading(sql -> proof(verify(new VerificationStore(sql), Set.of(project), earlier, progress), List.of()));
    }

    private AuditProof reading(Function<Handle, AuditProof> work) {
        return database.read(handle -> handle.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply));
    }

    private static AuditProof proof(List<AuditProof.Chain> chains, List<String> problems) {
        boolean intact = problems.isEmpty()
                && chains.stream().allMatch(one -> one.problems().isEmpty());
        return new AuditProof(intact, chains, problems);
    }

    private List<AuditProof.Chain> verify(
            VerificationStore store, Set<UUID> ids, Collection<AuditProof.Head> earlier, LongConsumer progress) {
        List<AuditProof.Chain> chains = new ArrayList<>();
        long[] seen = {0};
        for (UUID id : ids) {
            ChainWalk walk = new ChainWalk(chain, id, store.anchors(id), known(id, earlier));
            store.links(id, (seal, event) -> {
                walk.next(seal, event);
                if (++seen[0] % PROGRESS == 0) {
                    progress.accept(seen[0]);
                }
            });
            chains.add(walk.end(store.head(id), store.unsealed(id)));
        }
        return chains;
    }

    private static Map<Long, String> known(UUID id, Collection<AuditProof.Head> earlier) {
        Map<Long, String> known = new HashMap<>();
        earlier.stream().filter(head -> id(head).equals(id)).forEach(head -> known.put(head.position(), head.hash()));
        return known;
    }

    private static UUID id(AuditProof.Head head) {
        return head.projectId() == null ? AuditChain.INSTALLATION : head.projectId();
    }

    /** Whether all chains are there at their whole length. */
    private List<String> whole(VerificationStore store) {
        VerificationStore.Whole whole = store.whole();
        SealStore.State state = whole.state();
        List<String> problems = new ArrayList<>();
        boolean isNew = whole.mac() == null && state.sealed() == 0 && state.chains() == 0 && state.completeTo() == 0;
        if (!isNew && !Objects.equals(whole.mac(), chain.state(state.completeTo(), state.chains(), state.sealed()))) {
            problems.add("platform.audit_sealer was changed, or belongs to another master key");
        }
        if (state.chains() != whole.chains()) {
            problems.add("there are " + whole.chains() + " chains where " + state.chains() + " were begun");
        }
        if (state.sealed() != whole.sealed()) {
            problems.add("the chains have " + whole.sealed() + " events where " + state.sealed() + " were sealed");
        }
        return problems;
    }
}
