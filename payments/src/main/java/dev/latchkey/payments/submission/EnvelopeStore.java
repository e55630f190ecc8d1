package dev.latchkey.payments.submission;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** {@code payments.envelopes}. When to send again is reckoned by the database's clock, which all servers share. */
public final class EnvelopeStore {
    private static final String COLUMNS = """
            e.id, e.network, e.purpose, e.channel_id, e.transaction_id, e.sequence, e.hash, e.xdr, e.bump_hash,
            e.bump_xdr, e.max_time, e.state, e.last_answer, e.sends, e.accepted_ledger
            """;

    /** Stores envelopes; nobody else sends them before {@code lease} is over. */
    public void insert(Transaction tx, List<SignedTransaction> signed, Duration lease) {
        PreparedBatch batch = tx.sql().prepareBatch("""
                insert into payments.envelopes (id, network, purpose, channel_id, transaction_id, sequence, hash, xdr,
                    fee, first_ledger, max_time, state, send_due_at, created_at)
                values (:id, :network, :purpose, :channel, :transaction, :sequence, :hash, :xdr, :fee, :firstLedger,
                    :maxTime, 'SIGNED', now() + make_interval(secs => :lease), :now)
                """);
        for (SignedTransaction each : signed) {
            batch.bind("id", each.id())
                    .bind("network", each.network())
                    .bind("purpose", each.purpose())
                    .bind("channel", each.channelId())
                    .bind("transaction", each.transactionId())
                    .bind("sequence", each.sequence())
                    .bind("hash", each.hash())
                    .bind("xdr", each.xdr())
                    .bind("fee", each.fee())
                    .bind("firstLedger", each.firstLedger())
                    .bind("maxTime", each.maxTime())
                    .bind("lease", seconds(lease))
                    .bind("now", tx.now())
                    .add();
        }
        batch.execute();
    }

    /** Open envelopes that nobody has sent, or whose answer is overdue; leased to the caller. */
    List<Envelope> claimDue(Transaction tx, WalletNetwork network, Duration lease, int limit) {
        return tx.sql()
                .createQuery("""
                        update payments.envelopes e set send_due_at = now() + make_interval(secs => :lease)
                        where e.id in (
                            select id from payments.envelopes
                            where network = :network and state in ('SIGNED', 'SENT', 'UNKNOWN') and send_due_at <= now()
                            order by send_due_at limit :limit for update skip locked)
                        returning
                        """ + COLUMNS)
                .bind("lease", seconds(lease))
                .bind("network", network)
                .bind("limit", limit)
                .map((row, context) -> envelope(row))
                .list();
    }

    List<Envelope> byIds(Handle sql, Collection<UUID> ids) {
        return sql.createQuery("select " + COLUMNS + "from payments.envelopes e where e.id = any(:ids)")
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, context) -> envelope(row))
                .list();
    }

    /** Nodes have taken these; envelopes that are settled meanwhile stay as they are. */
    void accepted(Transaction tx, Collection<UUID> ids, int ledger, Duration again) {
        tx.sql()
                .createUpdate("""
                        update payments.envelopes
                        set state = 'SENT', last_answer = 'accepted', sends = sends + 1,
                            accepted_ledger = coalesce(accepted_ledger, :ledger),
                            send_due_at = now() + make_interval(secs => :again)
                        where id = any(:ids) and state in ('SIGNED', 'SENT', 'UNKNOWN')
                        """)
                .bind("ledger", ledger)
                .bind("again", seconds(again))
                .bindArray("ids", UUID.class, ids.toArray())
                .execute();
    }

    /** What a node answered; an envelope that is settled meanwhile stays as it is. */
    void answered(Transaction tx, UUID id, EnvelopeState state, String answer, Duration again) {
        tx.sql()
                .createUpdate("""
                        update payments.envelopes
                        set state = :state, last_answer = :answer, sends = sends + 1,
                            send_due_at = now() + make_interval(secs => :again)
                        where id = :id and state in ('SIGNED', 'SENT', 'UNKNOWN')
                        """)
                .bind("state", state)
                .bind("answer", answer)
                .bind("again", seconds(again))
                .bind("id", id)
                .execute();
    }

    /** How long until the next envelope is due to be sent; empty while none is open. */
    Optional<Duration> nextDue(Handle sql, WalletNetwork network) {
        return sql.createQuery("""
                        select (extract(epoch from min(send_due_at) - now()) * 1000)::bigint from payments.envelopes
                        where network = :network and state in ('SIGNED', 'SENT', 'UNKNOWN')
                        """)
                .bind("network", network)
                .mapTo(Long.class)
                .findOne()
                .map(millis -> Duration.ofMillis(Math.max(0, millis)));
    }

    /** Wraps an open envelope in a fee bump, once and never again; false where that was done or it is settled. */
    boolean bump(Transaction tx, UUID id, String hash, String xdr, long fee, Duration lease) {
        return tx.sql()
                        .createUpdate("""
                                update payments.envelopes
                                set bump_hash = :hash, bump_xdr = :xdr, bump_fee = :fee,
                                    send_due_at = now() + make_interval(secs => :lease)
                                where id = :id and bump_hash is null and state in ('SIGNED', 'SENT', 'UNKNOWN')
                                """)
                        .bind("hash", hash)
                        .bind("xdr", xdr)
                        .bind("fee", fee)
                        .bind("lease", seconds(lease))
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** What all open fee bumps of the network may cost, in stroops. */
    long openBumpFees(Handle sql, WalletNetwork network) {
        return sql.createQuery("""
                        select coalesce(sum(bump_fee), 0)::bigint from payments.envelopes
                        where network = :network and state in ('SIGNED', 'SENT', 'UNKNOWN', 'REFUSED')
                        """).bind("network", network).mapTo(Long.class).one();
    }

    /** Envelopes with these hashes (of the transactions themselves), whatever their state, locked. */
    List<Envelope> lockByHash(Transaction tx, WalletNetwork network, Collection<String> hashes) {
        return tx.sql()
                .createQuery("select " + COLUMNS
                        + "from payments.envelopes e where e.network = :network and e.hash = any(:hashes) for update")
                .bind("network", network)
                .bindArray("hashes", String.class, hashes.toArray())
                .map((row, context) -> envelope(row))
                .list();
    }

    void settled(Transaction tx, UUID id, EnvelopeState state, int ledger, long feeCharged) {
        tx.sql()
                .createUpdate("""
                        update payments.envelopes
                        set state = :state, ledger = :ledger, fee_charged = :fee, send_due_at = null, settled_at = :now
                        where id = :id
                        """)
                .bind("state", state)
                .bind("ledger", ledger)
                .bind("fee", feeCharged)
                .bind("now", tx.now())
                .bind("id", id)
                .execute();
    }

    /** Declares dead what no ledger closing at {@code closedAt} or later can hold. */
    List<Envelope> expire(Transaction tx, WalletNetwork network, Instant closedAt) {
        return tx.sql()
                .createQuery("""
                        update payments.envelopes e set state = 'DEAD', send_due_at = null, settled_at = :now
                        from (select id, state from payments.envelopes
                              where network = :network and state in ('SIGNED', 'SENT', 'UNKNOWN', 'REFUSED')
                                and max_time < :closedAt
                              for update) as before
                        where e.id = before.id
                        returning e.id, e.network, e.purpose, e.channel_id, e.transaction_id, e.sequence, e.hash, e.xdr,
                            e.bump_hash, e.bump_xdr, e.max_time, before.state, e.last_answer, e.sends, e.accepted_ledger
                        """)
                .bind("now", tx.now())
                .bind("network", network)
                .bind("closedAt", closedAt)
                .map((row, context) -> envelope(row))
                .list();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Envelope envelope(ResultSet row) throws SQLException {
        return new Envelope(
                Columns.uuid(row, "id"),
                WalletNetwork.valueOf(row.getString("network")),
                EnvelopePurpose.valueOf(row.getString("purpose")),
                Columns.uuid(row, "channel_id"),
                Columns.optionalUuid(row, "transaction_id"),
                row.getLong("sequence"),
                row.getString("hash"),
                row.getString("xdr"),
                Columns.optionalText(row, "bump_hash"),
                Columns.optionalText(row, "bump_xdr"),
                Columns.instant(row, "max_time"),
                EnvelopeState.valueOf(row.getString("state")),
                Columns.optionalText(row, "last_answer"),
                row.getInt("sends"),
                Columns.optionalInteger(row, "accepted_ledger"));
    }
}
