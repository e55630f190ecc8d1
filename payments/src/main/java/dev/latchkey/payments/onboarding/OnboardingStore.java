package dev.latchkey.payments.onboarding;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@code payments.accounts} and {@code payments.trustlines}. */
final class OnboardingStore {

    /** An account row that is to be brought to the ledger, or is there. */
    record Account(UUID walletId, UUID projectId, String publicKey, int attempts) {}

    /** A trustline that is to be opened. */
    record Line(UUID walletId, UUID projectId, String publicKey, AssetId asset, int attempts) {}

    void enqueue(Transaction tx, WalletFacts wallet) {
        tx.sql()
                .createUpdate("""
                        insert into payments.accounts
                            (wallet_id, project_id, network, public_key, state, due_at, created_at)
                        values (:wallet, :project, :network, :publicKey, 'QUEUED', :now, :now)
                        on conflict (wallet_id) do nothing
                        """)
                .bind("wallet", wallet.id())
                .bind("project", wallet.projectId())
                .bind("network", wallet.network())
                .bind("publicKey", wallet.publicKey())
                .bind("now", tx.now())
                .execute();
    }

    /** Queues lines for all wallets of the project but the issuer's own; those given up are tried again. */
    int enqueueLines(Transaction tx, UUID projectId, WalletNetwork network, AssetId asset) {
        return tx.sql()
                .createUpdate("""
                        insert into payments.trustlines as l (wallet_id, asset, network, state, due_at, created_at)
                        select wallet_id, :asset, network, 'QUEUED', :now, :now from payments.accounts
                        where project_id = :project and network = :network and public_key <> :issuer
                        on conflict (wallet_id, asset) do update
                            set state = 'QUEUED', attempts = 0, due_at = excluded.due_at where l.state = 'FAILED'
                        """)
                .bind("asset", asset.toString())
                .bind("now", tx.now())
                .bind("project", projectId)
                .bind("network", network)
                .bind("issuer", String.valueOf(asset.issuer()))
                .execute();
    }

    /** Queues the lines that one wallet still lacks. */
    void enqueueLines(Transaction tx, UUID walletId, WalletNetwork network, Collection<AssetId> assets) {
        if (assets.isEmpty()) {
            return;
        }
        tx.sql()
                .createUpdate("""
                        insert into payments.trustlines (wallet_id, asset, network, state, due_at, created_at)
                        select :wallet, asset, :network, 'QUEUED', :now, :now from unnest(:assets) as asset
                        on conflict (wallet_id, asset) do nothing
                        """)
                .bind("wallet", walletId)
                .bind("network", network)
                .bind("now", tx.now())
                .bindArray(
                        "assets",
                        String.class,
                        assets.stream().map(AssetId::toString).toArray())
                .execute();
    }

    List<Account> claimAccounts(Transaction tx, WalletNetwork network, int limit) {
        return tx.sql()
                .createQuery("""
                        select wallet_id, project_id, public_key, attempts from payments.accounts
                        where network = :network and state = 'QUEUED' and due_at <= :now
                        order by due_at limit :limit for update skip locked
                        """)
                .bind("network", network)
                .bind("now", tx.now())
                .bind("limit", limit)
                .map((row, context) -> account(row))
                .list();
    }

    /** Lines to open for these wallets. */
    List<Line> claimLinesOf(Transaction tx, Collection<UUID> walletIds) {
        return tx.sql()
                .createQuery("""
                        select l.wallet_id, a.project_id, a.public_key, l.asset, l.attempts
                        from payments.trustlines l join payments.accounts a on a.wallet_id = l.wallet_id
                        where l.wallet_id = any(:wallets) and l.state = 'QUEUED' and l.due_at <= :now
                        order by l.wallet_id, l.asset for update of l skip locked
                        """)
                .bindArray("wallets", UUID.class, walletIds.toArray())
                .bind("now", tx.now())
                .map((row, context) -> line(row))
                .list();
    }

    /** Lines to open for accounts that exist. */
    List<Line> claimLines(Transaction tx, WalletNetwork network, int limit) {
        return tx.sql()
                .createQuery("""
                        select l.wallet_id, a.project_id, a.public_key, l.asset, l.attempts
                        from payments.trustlines l join payments.accounts a on a.wallet_id = l.wallet_id
                        where l.network = :network and l.state = 'QUEUED' and l.due_at <= :now and a.state = 'CREATED'
                        order by l.due_at, l.wallet_id limit :limit for update of l skip locked
                        """)
                .bind("network", network)
                .bind("now", tx.now())
                .bind("limit", limit)
                .map((row, context) -> line(row))
                .list();
    }

    boolean anythingQueued(Handle sql, WalletNetwork network, Instant now) {
        return sql.createQuery("""
                        select exists (select from payments.accounts
                                       where network = :network and state = 'QUEUED' and due_at <= :now)
                            or exists (select from payments.trustlines
                                       where network = :network and state = 'QUEUED' and due_at <= :now)
                        """)
                .bind("network", network)
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
    }

    /** Base reserves that envelopes on their way will take from the sponsor; what is in flight has an envelope. */
    long reservesInFlight(Handle sql, WalletNetwork network) {
        return sql.createQuery("""
                        select (select 2 * count(*) from payments.accounts
                                where envelope_id is not null and network = :network and state = 'IN_FLIGHT')
                             + (select count(*) from payments.trustlines
                                where envelope_id is not null and network = :network and state = 'IN_FLIGHT')
                        """).bind("network", network).mapTo(Long.class).one();
    }

    void inFlight(Transaction tx, Newcomer newcomer, UUID envelopeId) {
        if (newcomer.account()) {
            tx.sql()
                    .createUpdate("""
                            update payments.accounts set state = 'IN_FLIGHT', envelope_id = :envelope
                            where wallet_id = :wallet
                            """)
                    .bind("envelope", envelopeId)
                    .bind("wallet", newcomer.walletId())
                    .execute();
        }
        if (!newcomer.trustlines().isEmpty()) {
            tx.sql()
                    .createUpdate("""
                            update payments.trustlines set state = 'IN_FLIGHT', envelope_id = :envelope
                            where wallet_id = :wallet and asset = any(:assets)
                            """)
                    .bind("envelope", envelopeId)
                    .bind("wallet", newcomer.walletId())
                    .bindArray(
                            "assets",
                            String.class,
                            newcomer.trustlines().stream()
                                    .map(AssetId::toString)
                                    .toArray())
                    .execute();
        }
    }

    /** The accounts an envelope has made. */
    List<Account> created(Transaction tx, UUID envelopeId) {
        return tx.sql()
                .createQuery("""
                        update payments.accounts set state = 'CREATED', envelope_id = null, last_error = null
                        where envelope_id = :envelope and state = 'IN_FLIGHT'
                        returning wallet_id, project_id, public_key, attempts
                        """)
                .bind("envelope", envelopeId)
                .map((row, context) -> account(row))
                .list();
    }

    void opened(Transaction tx, UUID envelopeId) {
        tx.sql().createUpdate("""
                        update payments.trustlines set state = 'OPEN', envelope_id = null, last_error = null
                        where envelope_id = :envelope and state = 'IN_FLIGHT'
                        """).bind("envelope", envelopeId).execute();
    }

    /** The envelope changed nothing: all that was in it waits again, due at {@code due}. */
    void requeue(Transaction tx, UUID envelopeId, Instant due) {
        for (String table : List.of("payments.accounts", "payments.trustlines")) {
            tx.sql()
                    .createUpdate("update " + table + """
                             set state = 'QUEUED', envelope_id = null, due_at = :due
                            where envelope_id = :envelope and state = 'IN_FLIGHT'
                            """)
                    .bind("due", due)
                    .bind("envelope", envelopeId)
                    .execute();
        }
    }

    /** The account turned out to exist. */
    void exists(Transaction tx, UUID walletId) {
        tx.sql().createUpdate("""
                        update payments.accounts set state = 'CREATED', last_error = null
                        where wallet_id = :wallet and state = 'QUEUED'
                        """).bind("wallet", walletId).execute();
    }

    /** One more failure of an account; false where that was the last try. */
    boolean accountFailed(Transaction tx, UUID walletId, String error, Instant due, int highestAttempts) {
        return tx.sql()
                .createQuery("""
                        update payments.accounts
                        set attempts = attempts + 1, last_error = :error, due_at = :due,
                            state = case when attempts + 1 >= :highest then 'FAILED' else 'QUEUED' end
                        where wallet_id = :wallet and state = 'QUEUED'
                        returning state = 'QUEUED'
                        """)
                .bind("error", error)
                .bind("due", due)
                .bind("highest", highestAttempts)
                .bind("wallet", walletId)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(true);
    }

    /** One more failure of a trustline; it waits longer each time and is given up at last. */
    void lineFailed(Transaction tx, UUID walletId, AssetId asset, String error, Instant due, int highestAttempts) {
        tx.sql()
                .createUpdate("""
                        update payments.trustlines
                        set attempts = attempts + 1, last_error = :error, due_at = :due,
                            state = case when attempts + 1 >= :highest then 'FAILED' else 'QUEUED' end
                        where wallet_id = :wallet and asset = :asset and state = 'QUEUED'
                        """)
                .bind("error", error)
                .bind("due", due)
                .bind("highest", highestAttempts)
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .execute();
    }

    int lineAttempts(Transaction tx, UUID walletId, AssetId asset) {
        return tx.sql()
                .createQuery("select attempts from payments.trustlines where wallet_id = :wallet and asset = :asset")
                .bind("wallet", walletId)
                .bind("asset", asset.toString())
                .mapTo(Integer.class)
                .one();
    }

    Optional<UUID> walletOf(Transaction tx, WalletNetwork network, String publicKey) {
        return tx.sql()
                .createQuery("""
                        select wallet_id from payments.accounts
                        where network = :network and public_key = :publicKey
                        """)
                .bind("network", network)
                .bind("publicKey", publicKey)
                .mapTo(UUID.class)
                .findOne();
    }

    /** What the wallet waits for is not tried before {@code due}. */
    void postpone(Transaction tx, UUID walletId, Instant due) {
        for (String table : List.of("payments.accounts", "payments.trustlines")) {
            tx.sql()
                    .createUpdate(
                            "update " + table + " set due_at = :due where wallet_id = :wallet and state = 'QUEUED'")
                    .bind("due", due)
                    .bind("wallet", walletId)
                    .execute();
        }
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                Columns.uuid(row, "wallet_id"),
                Columns.uuid(row, "project_id"),
                row.getString("public_key"),
                row.getInt("attempts"));
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                Columns.uuid(row, "wallet_id"),
                Columns.uuid(row, "project_id"),
                row.getString("public_key"),
                AssetId.parse(row.getString("asset")),
                row.getInt("attempts"));
    }
}
