package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Columns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads what is to be proved. */
final class VerificationStore {

    private static final int FETCH = 2_000;

    /** Takes a link with its event, which may be gone. */
    interface LinkReader {
        void read(SealStore.Seal seal, @Nullable AuditRow event);
    }

    /** The state of the sealer, and what the heads say. */
    record Whole(SealStore.State state, @Nullable String mac, long chains, long sealed) {}

    /** Events without a link: those that may still come into the chain, and those that never can. */
    record Unsealed(long waiting, long late) {}

    private final Handle sql;

    VerificationStore(Handle sql) {
        this.sql = sql;
    }

    /** Every chain that left a trace anywhere; each found by a step through an index. */
    Set<UUID> chains() {
        Set<UUID> chains = new LinkedHashSet<>(sql.createQuery("select chain from platform.audit_heads order by 1")
                .mapTo(UUID.class)
                .list());
        chains.addAll(sql.createQuery("select distinct chain from platform.audit_anchors")
                .mapTo(UUID.class)
                .list());
        chains.addAll(
                distinct("select chain as next from platform.audit_seals where chain > :last order by chain limit 1"));
        chains.addAll(distinct("select project_id as next from platform.audit_events where project_id > :last"
                + " order by project_id limit 1"));
        boolean hasOwn = sql.createQuery("select exists (select from platform.audit_events where project_id is null)")
                .mapTo(Boolean.class)
                .one();
        if (hasOwn) {
            chains.add(AuditChain.INSTALLATION);
        }
        return chains;
    }

    private List<UUID> distinct(String next) {
        List<UUID> found = new ArrayList<>();
        Optional<UUID> last = Optional.of(AuditChain.INSTALLATION);
        while (last.isPresent()) {
            last = sql.createQuery(next)
                    .bind("last", last.get())
                    .mapTo(UUID.class)
                    .findOne();
            last.ifPresent(found::add);
        }
        return found;
    }

    Map<Long, AnchorStore.Anchor> anchors(UUID id) {
        Map<Long, AnchorStore.Anchor> anchors = new TreeMap<>();
        sql.createQuery("select position, hash, mac from platform.audit_anchors where chain = :chain")
                .bind("chain", id)
                .map((row, context) -> new AnchorStore.Anchor(
                        id,
                        row.getLong("position"),
                        AuditChain.text(row.getBytes("hash")),
                        AuditChain.text(row.getBytes("mac"))))
                .forEach(anchor -> anchors.put(anchor.position(), anchor));
        return anchors;
    }

    void links(UUID id, LinkReader reader) {
        sql.createQuery("select s.chain, s.position, s.sequence as sealed_sequence, s.occurred_at as sealed_at,"
                        + " s.hash, " + AuditRow.COLUMNS + """
                        from platform.audit_seals s
                        left join platform.audit_events e
                            on e.sequence = s.sequence and e.occurred_at = s.occurred_at
                        where s.chain = :chain
                        order by s.position
                        """)
                .bind("chain", id)
                .setFetchSize(FETCH)
                .map((row, context) -> {
                    SealStore.Seal seal = new SealStore.Seal(
                            id,
                            row.getLong("position"),
                            row.getLong("sealed_sequence"),
                            Columns.instant(row, "sealed_at"),
                            AuditChain.text(row.getBytes("hash")));
                    reader.read(seal, row.getString("type") == null ? null : AuditRow.read(row));
                    return seal.position();
                })
                .forEach(position -> {});
    }

    SealStore.@Nullable Head head(UUID id) {
        return new SealStore().heads(sql, List.of(id)).get(id);
    }

    Unsealed unsealed(UUID id) {
        String without = """
                select count(*) filter (where e.sequence > z.complete_to) as waiting,
                    count(*) filter (where e.sequence <= z.complete_to) as late
                from platform.audit_sealer z, platform.audit_events e
                where not exists (
                    select from platform.audit_seals s
                    where s.sequence = e.sequence and s.occurred_at = e.occurred_at)
                  and\s""";
        Query query = id.equals(AuditChain.INSTALLATION)
                ? sql.createQuery(without + "e.project_id is null")
                : sql.createQuery(without + "e.project_id = :project").bind("project", id);
        return query.map((row, context) -> new Unsealed(row.getLong("waiting"), row.getLong("late")))
                .one();
    }

    Whole whole() {
        return sql.createQuery("""
                        select complete_to, fence_sequence, fence_transaction, chains, sealed, mac,
                            (select count(*) from platform.audit_heads) as heads,
                            (select coalesce(sum(position), 0) from platform.audit_heads) as positions
                        from platform.audit_sealer
                        """)
                .map((row, context) -> new Whole(
                        SealStore.state(row), SealStore.mac(row), row.getLong("heads"), row.getLong("positions")))
                .one();
    }
}
