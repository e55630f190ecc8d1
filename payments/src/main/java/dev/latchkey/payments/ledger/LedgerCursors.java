package dev.latchkey.payments.ledger;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code payments.ledger_cursors}: how far each network has been read. */
public final class LedgerCursors {

    /** The last ledger read; empty before the first. */
    public Optional<LedgerHead> read(Handle sql, WalletNetwork network) {
        return sql.createQuery("select sequence, hash, closed_at from payments.ledger_cursors where network = :network")
                .bind("network", network)
                .map((row, context) -> head(row))
                .findOne();
    }

    /** As {@link #read}, and keeps others from advancing it until the transaction ends. */
    public Optional<LedgerHead> lock(Transaction tx, WalletNetwork network) {
        return tx.sql()
                .createQuery("""
                        select sequence, hash, closed_at from payments.ledger_cursors
                        where network = :network for update
                        """)
                .bind("network", network)
                .map((row, context) -> head(row))
                .findOne();
    }

    /** Begins to follow a network at {@code head}, unless somebody has begun already. */
    public void begin(Transaction tx, WalletNetwork network, LedgerHead head) {
        tx.sql()
                .createUpdate("""
                        insert into payments.ledger_cursors (network, sequence, hash, closed_at)
                        values (:network, :sequence, :hash, :closedAt) on conflict (network) do nothing
                        """)
                .bind("network", network)
                .bind("sequence", head.sequence())
                .bind("hash", head.hash())
                .bind("closedAt", head.closedAt())
                .execute();
    }

    void advance(Transaction tx, WalletNetwork network, LedgerHead head) {
        tx.sql()
                .createUpdate("""
                        update payments.ledger_cursors set sequence = :sequence, hash = :hash, closed_at = :closedAt
                        where network = :network
                        """)
                .bind("network", network)
                .bind("sequence", head.sequence())
                .bind("hash", head.hash())
                .bind("closedAt", head.closedAt())
                .execute();
    }

    private static LedgerHead head(ResultSet row) throws SQLException {
        return new LedgerHead(row.getInt("sequence"), row.getString("hash"), Columns.instant(row, "closed_at"));
    }
}
