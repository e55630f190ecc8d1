package dev.latchkey.payments.balance;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.json.Json;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** {@code payments.balance_refreshes}: accounts that have to be read again. */
public final class BalanceRefreshes {

    /**
     * An account somebody has taken on to read.
     *
     * @param touchedLedger the reading must be as new as this ledger; 0 when any reading will do
     * @param attempts readings that were too old or failed so far
     */
    record Claimed(UUID walletId, String publicKey, int touchedLedger, int attempts) {
        boolean isRequired() {
            return touchedLedger > 0;
        }
    }

    private record Columned(UUID wallet_id, String public_key) {}

    /** A ledger may have changed these accounts. */
    public void touch(Transaction tx, WalletNetwork network, int ledger, Collection<WalletFacts> wallets) {
        tx.sql()
                .createUpdate("""
                        insert into payments.balance_refreshes as r (wallet_id, network, public_key, touched_ledger, due_at)
                        select wallet_id, :network, public_key, :ledger, :now
                        from jsonb_to_recordset(cast(:wallets as jsonb)) as rows(wallet_id uuid, public_key text)
                        order by wallet_id
                        on conflict (wallet_id) do update set
                            touched_ledger = greatest(r.touched_ledger, excluded.touched_ledger),
                            due_at = excluded.due_at, attempts = 0
                        """)
                .bind("network", network)
                .bind("ledger", ledger)
                .bind("now", tx.now())
                .bind("wallets", columned(wallets))
                .execute();
    }

    /** Somebody would like newer balances of these wallets of one network. */
    void request(Transaction tx, WalletNetwork network, Collection<WalletFacts> wallets) {
        tx.sql()
                .createUpdate("""
                        insert into payments.balance_refreshes (wallet_id, network, public_key, touched_ledger, due_at)
                        select wallet_id, :network, public_key, 0, :now
                        from jsonb_to_recordset(cast(:wallets as jsonb)) as rows(wallet_id uuid, public_key text)
                        order by wallet_id
                        on conflict (wallet_id) do nothing
                        """)
                .bind("network", network)
                .bind("now", tx.now())
                .bind("wallets", columned(wallets))
                .execute();
    }

    /** Takes on accounts that are due; unless they are done with, they are due again when the lease ends. */
    List<Claimed> claim(Transaction tx, WalletNetwork network, int limit, Duration lease) {
        return tx.sql()
                .createQuery("""
                        update payments.balance_refreshes r set due_at = :leaseEnd
                        where r.wallet_id in (
                            select wallet_id from payments.balance_refreshes
                            where network = :network and due_at <= :now
                            order by due_at limit :limit for update skip locked)
                        returning r.wallet_id, r.public_key, r.touched_ledger, r.attempts
                        """)
                .bind("leaseEnd", tx.now().plus(lease))
                .bind("network", network)
                .bind("now", tx.now())
                .bind("limit", limit)
                .map((row, context) -> new Claimed(
                        Columns.uuid(row, "wallet_id"),
                        row.getString("public_key"),
                        row.getInt("touched_ledger"),
                        row.getInt("attempts")))
                .list();
    }

    /** The account was read as of {@code ledger}: done, unless a later ledger touched it. */
    void done(Transaction tx, UUID walletId, int ledger) {
        tx.sql()
                .createUpdate("""
                        delete from payments.balance_refreshes
                        where wallet_id = :wallet and touched_ledger <= :ledger
                        """)
                .bind("wallet", walletId)
                .bind("ledger", ledger)
                .execute();
    }

    /** Nobody needs it any more; stays if a ledger has touched the account meanwhile. */
    void giveUp(Transaction tx, UUID walletId) {
        done(tx, walletId, 0);
    }

    /** Not now; sooner if a later ledger has touched it meanwhile. */
    void postpone(Transaction tx, Claimed claimed, Duration delay) {
        tx.sql()
                .createUpdate("""
                        update payments.balance_refreshes set due_at = :due, attempts = attempts + 1
                        where wallet_id = :wallet and touched_ledger = :touched
                        """)
                .bind("due", tx.now().plus(delay))
                .bind("wallet", claimed.walletId())
                .bind("touched", claimed.touchedLedger())
                .execute();
    }

    private static String columned(Collection<WalletFacts> wallets) {
        return Json.write(wallets.stream()
                .map(wallet -> new Columned(wallet.id(), wallet.publicKey()))
                .toList());
    }
}
