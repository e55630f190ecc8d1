package dev.latchkey.payments.asset;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@code payments.project_assets}. */
final class ProjectAssetStore {
    private static final String COLUMNS = "id, project_id, network, asset, created_at";

    /** Lets wallets that come into being meanwhile wait until they can see the asset. */
    void lock(Transaction tx, UUID projectId) {
        tx.sql()
                .createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:name, 0))")
                .bind("name", "payments.project_assets:" + projectId)
                .mapTo(Integer.class)
                .one();
    }

    /** The assets a new wallet needs, in the order they were added. */
    List<AssetId> forNewWallet(Handle sql, UUID projectId, WalletNetwork network) {
        return sql
                .createQuery("select payments.project_assets_for_new_wallet(:project, :network)")
                .bind("project", projectId)
                .bind("network", network.name())
                .mapTo(String.class)
                .stream()
                .map(AssetId::parse)
                .toList();
    }

    int count(Handle sql, UUID projectId, WalletNetwork network) {
        return sql.createQuery("""
                        select count(*) from payments.project_assets
                        where project_id = :project and network = :network
                        """)
                .bind("project", projectId)
                .bind("network", network)
                .mapTo(Integer.class)
                .one();
    }

    /** Empty when the project has it already. */
    Optional<ProjectAsset> insert(Transaction tx, UUID projectId, WalletNetwork network, AssetId asset) {
        return tx.sql()
                .createQuery("""
                        insert into payments.project_assets (id, project_id, network, asset, created_at)
                        values (:id, :project, :network, :asset, :now)
                        on conflict (project_id, network, asset) do nothing
                        returning
                        """ + COLUMNS)
                .bind("id", UUID.randomUUID())
                .bind("project", projectId)
                .bind("network", network)
                .bind("asset", asset.toString())
                .bind("now", tx.now())
                .map((row, context) -> asset(row))
                .findOne();
    }

    /** In the order they were added. */
    List<ProjectAsset> list(Handle sql, UUID projectId, int limit, long offset) {
        return sql.createQuery("select " + COLUMNS + """
                         from payments.project_assets where project_id = :project
                        order by created_at, id limit :limit offset :offset
                        """)
                .bind("project", projectId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> asset(row))
                .list();
    }

    Optional<ProjectAsset> delete(Transaction tx, UUID projectId, UUID id) {
        return tx.sql()
                .createQuery("delete from payments.project_assets where id = :id and project_id = :project returning "
                        + COLUMNS)
                .bind("id", id)
                .bind("project", projectId)
                .map((row, context) -> asset(row))
                .findOne();
    }

    private static ProjectAsset asset(ResultSet row) throws SQLException {
        AssetId asset = AssetId.parse(row.getString("asset"));
        return new ProjectAsset(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                WalletNetwork.valueOf(row.getString("network")),
                asset.shortName(),
                String.valueOf(asset.issuer()),
                Columns.instant(row, "created_at"));
    }
}
