package dev.latchkey.payments;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * How payments on a network are doing, for the operator.
 *
 * @param halted why its ledgers are no longer read, null while they are
 * @param current whether all ledgers the node had at the last look have been read
 * @param ledger the last one read, 0 before the first
 * @param sponsor address of the account that pays, null before it has a key; PLANNED state means it needs lumens
 * @param waitingPayments accepted, nothing signed
 * @param openEnvelopes signed, fate not yet certain
 * @param waitingAccounts wallets not on the ledger yet
 */
public record NetworkReport(
        WalletNetwork network,
        @Nullable String halted,
        boolean current,
        int ledger,
        @Nullable String sponsor,
        @Nullable String sponsorState,
        int freeChannels,
        int quarantinedChannels,
        int waitingPayments,
        int openEnvelopes,
        int waitingAccounts) {

    static NetworkReport of(Database database, WalletNetwork network, @Nullable String halted, boolean current) {
        return database.read(sql -> sql.createQuery("""
                        select
                            coalesce((select sequence from payments.ledger_cursors where network = :network), 0)
                                as ledger,
                            (select public_key from payments.channels
                             where network = :network and kind = 'SPONSOR') as sponsor,
                            (select state from payments.channels
                             where network = :network and kind = 'SPONSOR') as sponsor_state,
                            (select count(*) from payments.channels
                             where network = :network and kind = 'CHANNEL' and state = 'FREE') as free,
                            (select count(*) from payments.channels
                             where network = :network and state = 'QUARANTINED') as quarantined,
                            (select count(*) from payments.transactions
                             where network = :network and phase = 'QUEUED') as waiting,
                            (select count(*) from payments.envelopes
                             where network = :network
                               and state in ('SIGNED', 'SENT', 'UNKNOWN', 'REFUSED')) as open,
                            (select count(*) from payments.accounts
                             where network = :network and state = 'QUEUED')
                            + (select count(*) from payments.accounts
                               where envelope_id is not null and network = :network and state = 'IN_FLIGHT')
                                as accounts
                        """)
                .bind("network", network)
                .map((row, context) -> new NetworkReport(
                        network,
                        halted,
                        current,
                        row.getInt("ledger"),
                        row.getString("sponsor"),
                        row.getString("sponsor_state"),
                        row.getInt("free"),
                        row.getInt("quarantined"),
                        row.getInt("waiting"),
                        row.getInt("open"),
                        row.getInt("accounts")))
                .one());
    }
}
