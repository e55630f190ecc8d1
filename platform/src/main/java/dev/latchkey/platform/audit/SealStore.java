package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The rows of the hash chain. */
final class SealStore {

    /** An event is settled when every transaction as old as its own is over, or its own belonged to another server. */
    private static final String SETTLED = """
            (e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
                or e.transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))""";

    /** The link of one event. */
    record Seal(UUID chain, long position, long sequence, Instant occurredAt, String hash) {}

    /** The end of a chain. */
    record Head(UUID chain, long position, String hash, String mac) {

        static Head read(ResultSet row) throws SQLException {
            return new Head(
                    Columns.uuid(row, "chain"),
                    row.getLong("position"),
                    AuditChain.text(row.getBytes("hash")),
                    AuditChain.text(row.getBytes("mac")));
        }
    }

    /**
     * How far sealing has come.
     *
     * @param completeTo every event with this number or a smaller one is sealed
     * @param fence what becomes complete next, or {@code null}
     */
    record State(long completeTo, @Nullable Fence fence, long chains, long sealed) {

        State counting(long newChains, long newSeals) {
            return new State(completeTo, fence, chains + newChains, sealed + newSeals);
        }

        /**
         * After a pass that left nothing behind. Whoever drew a number up to {@code drawn} had an older transaction than
         * {@code own}; once all of those are over, each number is either sealed or was never used.
         */
        State advanced(long drawn, long own, long oldestOpen) {
            if (fence == null || fence.transaction() >= own) {
                return new State(completeTo, drawn > completeTo ? new Fence(drawn, own) : null, chains, sealed);
            }
            if (fence.transaction() >= oldestOpen) {
                return this;
            }
            return new State(fence.sequence(), drawn > fence.sequence() ? new Fence(drawn, own) : null, chains, sealed);
        }
    }

    /** Numbers up to {@code sequence} were drawn by transactions older than {@code transaction}. */
    record Fence(long sequence, long transaction) {}

    /**
     * The state, locked.
     *
     * @param own id of the transaction that holds the lock
     * @param oldestOpen no transaction older than this one is open
     */
    record Locked(State state, @Nullable String mac, long own, long oldestOpen) {}

    /** The last number that was drawn, by anybody, committed or not. */
    long lastNumber(Handle sql) {
        return sql.createQuery("select case when is_called then last_value else 0 end from platform.audit_sequence")
                .mapTo(Long.class)
                .one();
    }

    /** Waits for whoever is sealing. */
    Locked lock(Handle sql) {
        return sql.createQuery("""
                        select complete_to, fence_sequence, fence_transaction, chains, sealed, mac,
                            pg_current_xact_id() as own, pg_snapshot_xmin(pg_current_snapshot()) as oldest_open
                        from platform.audit_sealer
                        for update
                        """)
                .map((row, context) -> new Locked(
                        state(row),
                        mac(row),
                        Long.parseLong(row.getString("own")),
                        Long.parseLong(row.getString("oldest_open"))))
                .one();
    }

    /** Null before anything was sealed. */
    static @Nullable String mac(ResultSet row) throws SQLException {
        byte[] mac = row.getBytes("mac");
        return mac == null ? null : AuditChain.text(mac);
    }

    static State state(ResultSet row) throws SQLException {
        String fence = row.getString("fence_transaction");
        return new State(
                row.getLong("complete_to"),
                fence == null ? null : new Fence(row.getLong("fence_sequence"), Long.parseLong(fence)),
                row.getLong("chains"),
                row.getLong("sealed"));
    }

    void update(Handle sql, State state, String mac) {
        Fence fence = state.fence();
        sql.createUpdate("""
                        update platform.audit_sealer set complete_to = :completeTo, fence_sequence = :fence,
                            fence_transaction = cast(cast(:transaction as text) as xid8), chains = :chains,
                            sealed = :sealed, mac = :mac
                        """)
                .bind("completeTo", state.completeTo())
                .bind("fence", fence == null ? null : Long.valueOf(fence.sequence()))
                .bind("transaction", fence == null ? null : String.valueOf(fence.transaction()))
                .bind("chains", state.chains())
                .bind("sealed", state.sealed())
                .bind("mac", AuditChain.bytes(mac))
                .execute();
    }

    /** Settled events without a link, in the order of their numbers. */
    List<AuditRow> unsealed(Handle sql, long completeTo, Collection<UUID> without, int limit) {
        return sql.createQuery("select " + AuditRow.COLUMNS + """
                        from platform.audit_events e
                        where e.sequence > :completeTo and\s""" + SETTLED + """

                          and coalesce(e.project_id, cast(:installation as uuid)) <> all(:without)
                          and not exists (
                            select from platform.audit_seals s
                            where s.sequence = e.sequence and s.occurred_at = e.occurred_at
                              and s.sequence > :completeTo)
                        order by e.sequence
                        limit :limit
                        """)
                .bind("completeTo", completeTo)
                .bind("installation", AuditChain.INSTALLATION)
                .bindArray("without", UUID.class, without.toArray())
                .bind("limit", limit)
                .map((row, context) -> AuditRow.read(row))
                .list();
    }

    /** Whether an event is stored that is not settled yet. */
    boolean hasUnsettled(Handle sql, long completeTo) {
        return sql.createQuery(
                        "select exists (select from platform.audit_events e where e.sequence > :completeTo and not "
                                + SETTLED + ")")
                .bind("completeTo", completeTo)
                .mapTo(Boolean.class)
                .one();
    }

    Map<UUID, Head> heads(Handle sql, Collection<UUID> chains) {
        return sql
                .createQuery("select chain, position, hash, mac from platform.audit_heads where chain = any(:chains)")
                .bindArray("chains", UUID.class, chains.toArray())
                .map((row, context) -> Head.read(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Head::chain, Function.identity()));
    }

    /** Whether the chain has any link, or had one that was dropped with its month. */
    boolean hasLinks(Handle sql, UUID chain) {
        return sql.createQuery("""
                        select exists (select from platform.audit_seals where chain = :chain)
                            or exists (select from platform.audit_anchors where chain = :chain)
                        """).bind("chain", chain).mapTo(Boolean.class).one();
    }

    void insert(Handle sql, List<Seal> seals, Collection<Head> heads) {
        if (seals.isEmpty()) {
            return;
        }
        PreparedBatch links = sql.prepareBatch("""
                insert into platform.audit_seals (chain, position, sequence, occurred_at, hash)
                values (:chain, :position, :sequence, :occurredAt, :hash)
                """);
        seals.forEach(seal -> links.bind("chain", seal.chain())
                .bind("position", seal.position())
                .bind("sequence", seal.sequence())
                .bind("occurredAt", seal.occurredAt())
                .bind("hash", AuditChain.bytes(seal.hash()))
                .add());
        links.execute();
        PreparedBatch ends = sql.prepareBatch("""
                insert into platform.audit_heads (chain, position, hash, mac)
                values (:chain, :position, :hash, :mac)
                on conflict (chain) do update set position = excluded.position, hash = excluded.hash,
                    mac = excluded.mac
                """);
        heads.forEach(head -> ends.bind("chain", head.chain())
                .bind("position", head.position())
                .bind("hash", AuditChain.bytes(head.hash()))
                .bind("mac", AuditChain.bytes(head.mac()))
                .add());
        ends.execute();
    }
}
