package dev.latchkey.payments.channel;

import dev.latchkey.custody.key.ServiceKey;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@code payments.channels}. */
public final class ChannelStore {
    private static final String COLUMNS =
            "c.id, c.kind, c.public_key, c.service_key_id, c.state, coalesce(c.sequence, 0) as sequence, c.balance";

    /** Free channels that can pay {@code minimumBalance}, least recently used first, locked for the caller alone. */
    public List<Channel> claimFree(Transaction tx, WalletNetwork network, long minimumBalance, int limit) {
        return tx.sql()
                .createQuery("select " + COLUMNS + """
                         from payments.channels c
                        where c.network = :network and c.kind = 'CHANNEL' and c.state = 'FREE' and c.balance >= :minimum
                        order by c.last_used_at limit :limit for update skip locked
                        """)
                .bind("network", network)
                .bind("minimum", minimumBalance)
                .bind("limit", limit)
                .map((row, context) -> channel(row))
                .list();
    }

    /** The sponsor, locked, if it is free. */
    public Optional<Channel> claimSponsor(Transaction tx, WalletNetwork network) {
        return tx.sql()
                .createQuery("select " + COLUMNS + """
                         from payments.channels c
                        where c.network = :network and c.kind = 'SPONSOR' and c.state = 'FREE' for update skip locked
                        """)
                .bind("network", network)
                .map((row, context) -> channel(row))
                .findOne();
    }

    public Optional<Channel> sponsor(Handle sql, WalletNetwork network) {
        return sql.createQuery("select " + COLUMNS
                        + " from payments.channels c where c.network = :network and c.kind = 'SPONSOR'")
                .bind("network", network)
                .map((row, context) -> channel(row))
                .findOne();
    }

    /** Channels in one of the states, locked, those that others work on left out. */
    public List<Channel> claim(Transaction tx, WalletNetwork network, ChannelState state, int limit) {
        return tx.sql()
                .createQuery("select " + COLUMNS + """
                         from payments.channels c
                        where c.network = :network and c.kind = 'CHANNEL' and c.state = :state
                        order by c.created_at limit :limit for update skip locked
                        """)
                .bind("network", network)
                .bind("state", state)
                .bind("limit", limit)
                .map((row, context) -> channel(row))
                .list();
    }

    public List<Channel> inState(Handle sql, WalletNetwork network, ChannelState state) {
        return sql.createQuery("select " + COLUMNS
                        + " from payments.channels c where c.network = :network and c.state = :state")
                .bind("network", network)
                .bind("state", state)
                .map((row, context) -> channel(row))
                .list();
    }

    /** Our accounts among these addresses. */
    public List<Channel> byAddress(Handle sql, WalletNetwork network, Collection<String> addresses) {
        return sql.createQuery("select " + COLUMNS
                        + " from payments.channels c where c.network = :network and c.public_key = any(:addresses)")
                .bind("network", network)
                .bindArray("addresses", String.class, addresses.toArray())
                .map((row, context) -> channel(row))
                .list();
    }

    /** How many channels are, or will be, of use. */
    public int countUsable(Handle sql, WalletNetwork network) {
        return sql.createQuery("""
                        select count(*) from payments.channels
                        where network = :network and kind = 'CHANNEL' and state <> 'QUARANTINED'
                        """)
                .bind("network", network)
                .mapTo(Integer.class)
                .one();
    }

    public void plan(Transaction tx, WalletNetwork network, ChannelKind kind, ServiceKey key) {
        tx.sql()
                .createUpdate("""
                        insert into payments.channels (id, network, kind, public_key, service_key_id, state,
                            state_changed_at, last_used_at, created_at)
                        values (:id, :network, :kind, :publicKey, :key, 'PLANNED', :now, :now, :now)
                        """)
                .bind("id", UUID.randomUUID())
                .bind("network", network)
                .bind("kind", kind)
                .bind("publicKey", key.publicKey())
                .bind("key", key.id())
                .bind("now", tx.now())
                .execute();
    }

    /** The next sequence number is in a stored envelope. */
    public void signed(Transaction tx, UUID id, UUID envelopeId) {
        tx.sql()
                .createUpdate("""
                        update payments.channels
                        set state = 'SIGNED', envelope_id = :envelope, state_changed_at = :now, last_used_at = :now
                        where id = :id and state = 'FREE'
                        """)
                .bind("envelope", envelopeId)
                .bind("now", tx.now())
                .bind("id", id)
                .execute();
    }

    /** Their accounts are being made by an envelope. */
    public void creating(Transaction tx, Collection<UUID> ids, UUID envelopeId) {
        tx.sql()
                .createUpdate("""
                        update payments.channels
                        set state = 'CREATING', envelope_id = :envelope, state_changed_at = :now where id = any(:ids)
                        """)
                .bind("envelope", envelopeId)
                .bind("now", tx.now())
                .bindArray("ids", UUID.class, ids.toArray())
                .execute();
    }

    /** The channels whose accounts the envelope makes now exist; a new account's numbers start at ledger × 2³². */
    public void created(Transaction tx, UUID envelopeId, int ledger, long startingBalance) {
        tx.sql()
                .createUpdate("""
                        update payments.channels
                        set state = 'FREE', envelope_id = null, sequence = :sequence, balance = :balance,
                            state_changed_at = :now
                        where envelope_id = :envelope and state = 'CREATING'
                        """)
                .bind("sequence", (long) ledger << 32)
                .bind("balance", startingBalance)
                .bind("now", tx.now())
                .bind("envelope", envelopeId)
                .execute();
    }

    /** The envelope that was to make their accounts did not. */
    public void notCreated(Transaction tx, UUID envelopeId) {
        tx.sql()
                .createUpdate("""
                        update payments.channels
                        set state = 'PLANNED', envelope_id = null, state_changed_at = :now
                        where envelope_id = :envelope and state = 'CREATING'
                        """)
                .bind("now", tx.now())
                .bind("envelope", envelopeId)
                .execute();
    }

    /** A ledger holds the channel's envelope: the number is used up. */
    public void used(Transaction tx, UUID id, long sequence) {
        tx.sql()
                .createUpdate("""
                        update payments.channels
                        set state = 'FREE', sequence = :sequence, envelope_id = null, state_changed_at = :now
                        where id = :id and state in ('SIGNED', 'CHECKING')
                        """)
                .bind("sequence", sequence)
                .bind("now", tx.now())
                .bind("id", id)
                .execute();
    }

    /** An account of ours paid a fee. */
    public void charged(Transaction tx, WalletNetwork network, String address, long fee) {
        tx.sql()
                .createUpdate("""
                        update payments.channels set balance = balance - :fee
                        where network = :network and public_key = :address
                        """)
                .bind("fee", fee)
                .bind("network", network)
                .bind("address", address)
                .execute();
    }

    public void refilled(Transaction tx, Collection<String> addresses, WalletNetwork network, long amount) {
        tx.sql()
                .createUpdate("""
                        update payments.channels set balance = balance + :amount
                        where network = :network and public_key = any(:addresses)
                        """)
                .bind("amount", amount)
                .bind("network", network)
                .bindArray("addresses", String.class, addresses.toArray())
                .execute();
    }

    /** The channel's envelope died: ask the ledger before lending it again. */
    public void check(Transaction tx, UUID id) {
        tx.sql().createUpdate("""
                        update payments.channels set state = 'CHECKING', envelope_id = null, state_changed_at = :now
                        where id = :id and state = 'SIGNED'
                        """).bind("now", tx.now()).bind("id", id).execute();
    }

    /** The ledger agrees with the journal, or its number is taken over where there was none. */
    public void free(Transaction tx, UUID id, long sequence, long balance) {
        tx.sql()
                .createUpdate("""
                        update payments.channels
                        set state = 'FREE', sequence = :sequence, balance = :balance, state_reason = null,
                            state_changed_at = :now
                        where id = :id and state in ('CHECKING', 'PLANNED')
                        """)
                .bind("sequence", sequence)
                .bind("balance", balance)
                .bind("now", tx.now())
                .bind("id", id)
                .execute();
    }

    /** Somebody else knows this key or this database is older than the ledger: not lent again. */
    public void quarantine(Transaction tx, UUID id, String reason) {
        tx.sql()
                .createUpdate("""
                        update payments.channels
                        set state = 'QUARANTINED', state_reason = :reason, state_changed_at = :now
                        where id = :id and state <> 'QUARANTINED'
                        """)
                .bind("reason", reason)
                .bind("now", tx.now())
                .bind("id", id)
                .execute();
    }

    /** The ledger's number is ahead of ours for a known reason. */
    public void overtaken(Transaction tx, UUID id, long sequence) {
        tx.sql().createUpdate("""
                        update payments.channels set sequence = greatest(coalesce(sequence, 0), :sequence)
                        where id = :id
                        """).bind("sequence", sequence).bind("id", id).execute();
    }

    /** Whether a channel has less than {@code below} stroops. */
    public boolean anyPoor(Handle sql, WalletNetwork network, long below) {
        return sql.createQuery("""
                        select exists (
                            select from payments.channels
                            where network = :network and kind = 'CHANNEL' and state in ('FREE', 'SIGNED')
                              and balance < :below)
                        """)
                .bind("network", network)
                .bind("below", below)
                .mapTo(Boolean.class)
                .one();
    }

    /** Free channels with less than {@code below} stroops, locked. */
    public List<Channel> claimPoor(Transaction tx, WalletNetwork network, long below, int limit) {
        return tx.sql()
                .createQuery("select " + COLUMNS + """
                         from payments.channels c
                        where c.network = :network and c.kind = 'CHANNEL' and c.state in ('FREE', 'SIGNED')
                          and c.balance < :below
                        order by c.balance limit :limit for update skip locked
                        """)
                .bind("network", network)
                .bind("below", below)
                .bind("limit", limit)
                .map((row, context) -> channel(row))
                .list();
    }

    private static Channel channel(ResultSet row) throws SQLException {
        return new Channel(
                Columns.uuid(row, "id"),
                ChannelKind.valueOf(row.getString("kind")),
                row.getString("public_key"),
                Columns.uuid(row, "service_key_id"),
                ChannelState.valueOf(row.getString("state")),
                row.getLong("sequence"),
                row.getLong("balance"));
    }
}
