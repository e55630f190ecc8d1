package dev.latchkey.payments.balance;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.reservation.BalanceView;
import dev.latchkey.payments.reservation.Spendable;
import dev.latchkey.platform.database.Database;
import java.util.Optional;

/**
 * Answers from kept balances as long as they are true: no ledger that was read has touched the account since. Then the
 * reading holds for the last ledger read, whenever it was made. Otherwise, and before the first reading, asks the network.
 */
public final class IndexedBalanceView implements BalanceView {
    private final Database database;
    private final BalanceView network;

    /** @param network asked where the kept balance may be out of date */
    public IndexedBalanceView(Database database, BalanceView network) {
        this.database = database;
        this.network = network;
    }

    @Override
    public Spendable spendable(WalletFacts wallet, AssetId asset) {
        return kept(wallet, asset).orElseGet(() -> network.spendable(wallet, asset));
    }

    @Override
    public boolean holdsFunds(WalletFacts wallet) {
        return network.holdsFunds(wallet);
    }

    /** One statement, so that balance, cursor and what waits to be read are of one moment. */
    private Optional<Spendable> kept(WalletFacts wallet, AssetId asset) {
        return database.read(sql -> sql.createQuery("""
                        select coalesce(held.spendable, 0) as spendable,
                            greatest(lumens.changed_in, cursor.sequence) as ledger
                        from payments.balances lumens
                        join payments.ledger_cursors cursor on cursor.network = :network
                        left join payments.balances held on held.wallet_id = lumens.wallet_id and held.asset = :asset
                        where lumens.wallet_id = :wallet and lumens.asset = 'native'
                            and not exists (
                                select 1 from payments.balance_refreshes r
                                where r.wallet_id = lumens.wallet_id and r.touched_ledger > lumens.changed_in)
                        """)
                .bind("network", wallet.network())
                .bind("asset", asset.toString())
                .bind("wallet", wallet.id())
                .map((row, context) -> new Spendable(row.getLong("spendable"), row.getInt("ledger")))
                .findOne());
    }
}
