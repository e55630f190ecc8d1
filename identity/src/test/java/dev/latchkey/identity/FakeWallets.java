package dev.latchkey.identity;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;

/** Wallets without keys, in a table of their own, so that a rollback takes them back as it does real ones. */
final class FakeWallets implements WalletProvisioner {

    static final String TABLE = """
            create table public.fake_wallets (
                id uuid primary key, project_id uuid not null, user_id uuid not null, network text not null,
                created_at timestamptz not null, deleted_at timestamptz);
            create unique index fake_wallets_live on public.fake_wallets (user_id, network) where deleted_at is null;
            """;

    final AtomicInteger ensured = new AtomicInteger();
    volatile boolean mainnetConfigured = true;

    @Override
    public Provisioned ensure(Transaction tx, UUID projectId, UUID userId, WalletNetwork network, Origin origin) {
        ensured.incrementAndGet();
        if (network == WalletNetwork.MAINNET && !mainnetConfigured) {
            throw ApiException.unprocessable("NETWORK_NOT_CONFIGURED", "MAINNET is not configured");
        }
        boolean made = tx.sql()
                        .createUpdate("""
                                insert into public.fake_wallets (id, project_id, user_id, network, created_at)
                                values (:id, :projectId, :userId, :network, :now)
                                on conflict do nothing
                                """)
                        .bind("id", UUID.randomUUID())
                        .bind("projectId", projectId)
                        .bind("userId", userId)
                        .bind("network", network)
                        .bind("now", tx.now())
                        .execute()
                == 1;
        return new Provisioned(existing(tx.sql(), projectId, userId, network).orElseThrow(), made);
    }

    @Override
    public Optional<WalletSummary> existing(Handle sql, UUID projectId, UUID userId, WalletNetwork network) {
        return sql.createQuery("""
                        select id, user_id, created_at from public.fake_wallets
                        where project_id = :projectId and user_id = :userId and network = :network
                            and deleted_at is null
                        """)
                .bind("projectId", projectId)
                .bind("userId", userId)
                .bind("network", network)
                .map((row, context) -> new WalletSummary(
                        Columns.uuid(row, "id"),
                        Columns.uuid(row, "user_id"),
                        "G" + "A".repeat(55),
                        network,
                        "ACTIVE",
                        "PENDING",
                        Columns.instant(row, "created_at"),
                        Columns.instant(row, "created_at")))
                .findOne();
    }
}
