package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Columns;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What stays of links whose month is dropped. Each chain keeps the last link before its first one left; events near the
 * turn of a month may have been sealed in another order than they happened, so links inside of what is left are kept
 * as well.
 */
final class AnchorStore {

    /** A kept link. */
    record Anchor(UUID chain, long position, String hash, String mac) {}

    /** Whether all events of the month are sealed and no more can come from a transaction that is still open. */
    boolean isComplete(Handle sql, String month, long completeTo) {
        return sql.createQuery("""
                        select not exists (
                            select from platform.audit_events_MONTH e
                            where e.sequence > :completeTo
                               or not exists (select from platform.audit_seals_MONTH s
                                   where s.sequence = e.sequence and s.occurred_at = e.occurred_at))
                        """.replace("MONTH", month))
                .bind("completeTo", completeTo)
                .mapTo(Boolean.class)
                .one();
    }

    /** Keeps the anchors of a month that is about to go; answers how many events it held. */
    long keep(Handle sql, String month, Instant begin, Instant end, AuditChain chain) {
        sql.execute("""
                create temporary table audit_going on commit drop as
                select g.chain, coalesce(
                    (select min(s.position) from platform.audit_seals s
                     where s.chain = g.chain and (s.occurred_at < ? or s.occurred_at >= ?)),
                    (select h.position + 1 from platform.audit_heads h where h.chain = g.chain)) as first_left
                from (select distinct chain from platform.audit_seals_MONTH) g
                """.replace("MONTH", month), begin, end);
        sql.execute("""
                delete from platform.audit_anchors a using audit_going g
                where a.chain = g.chain and a.position < g.first_left - 1
                """);
        List<Anchor> kept = sql.createQuery("""
                        select s.chain, s.position, s.hash from platform.audit_seals_MONTH s
                        join audit_going g on g.chain = s.chain
                        where s.position >= g.first_left - 1
                        """.replace("MONTH", month))
                .map((row, context) -> {
                    UUID id = Columns.uuid(row, "chain");
                    long position = row.getLong("position");
                    String hash = AuditChain.text(row.getBytes("hash"));
                    return new Anchor(id, position, hash, chain.anchor(id, position, hash));
                })
                .list();
        insert(sql, kept);
        return sql.createQuery("select count(*) from platform.audit_events_MONTH".replace("MONTH", month))
                .mapTo(Long.class)
                .one();
    }

    private static void insert(Handle sql, List<Anchor> anchors) {
        if (anchors.isEmpty()) {
            return;
        }
        PreparedBatch batch = sql.prepareBatch("""
                insert into platform.audit_anchors (chain, position, hash, mac) values (:chain, :position, :hash, :mac)
                """);
        anchors.forEach(anchor -> batch.bind("chain", anchor.chain())
                .bind("position", anchor.position())
                .bind("hash", AuditChain.bytes(anchor.hash()))
                .bind("mac", AuditChain.bytes(anchor.mac()))
                .add());
        batch.execute();
    }
}
