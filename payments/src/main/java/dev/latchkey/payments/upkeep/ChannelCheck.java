package dev.latchkey.payments.upkeep;

import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelState;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.work.Step;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares channels with the ledger: after an envelope died, and all free ones at start. A number ahead of our journal
 * means that somebody else has the key or that this database is older than the ledger (chain-rules 3): such a channel is
 * never lent again. A number behind it is a node that lags, and is asked again.
 */
public final class ChannelCheck implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelCheck.class);

    private final Database database;
    private final LedgerNetwork network;
    private final ChannelStore channels = new ChannelStore();
    private boolean fenced;

    public ChannelCheck(Database database, LedgerNetwork network) {
        this.database = database;
        this.network = network;
    }

    /** The fence before the first signature of this process, then the channels in doubt; signs nothing itself. */
    @Override
    public List<UUID> take() {
        if (!fenced) {
            fence();
            fenced = true;
        }
        release();
        return List.of();
    }

    /** The fence at start: whatever was signed elsewhere since this database was written is noticed before signing. */
    private void fence() {
        List<Channel> free = database.read(sql -> channels.inState(sql, network.name(), ChannelState.FREE));
        for (Channel channel : free) {
            Optional<AccountState> account = network.account(channel.publicKey());
            if (account.isEmpty() || account.get().sequence() > channel.sequence()) {
                stranger(channel, account);
            }
        }
    }

    /** Gives channels back whose envelope died and whose number the ledger confirms. */
    private void release() {
        List<Channel> doubtful = database.read(sql -> channels.inState(sql, network.name(), ChannelState.CHECKING));
        for (Channel channel : doubtful) {
            Optional<AccountState> account = network.account(channel.publicKey());
            if (account.isEmpty() || account.get().sequence() > channel.sequence()) {
                stranger(channel, account);
            } else if (account.get().sequence() == channel.sequence()) {
                AccountState state = account.get();
                database.run(tx -> channels.free(tx, channel.id(), state.sequence(), state.lumens()));
            }
        }
    }

    private void stranger(Channel channel, Optional<AccountState> account) {
        switch (channel.kind()) {
            case SPONSOR -> account.ifPresent(state -> adopt(channel, state));
            case CHANNEL -> quarantine(channel, account);
        }
    }

    /** The operator may use the sponsor account by hand: nothing of a payment hangs on its numbers. */
    private void adopt(Channel sponsor, AccountState state) {
        LOG.warn("{}: the sponsor account was used by somebody else", network.name());
        database.run(tx -> {
            channels.overtaken(tx, sponsor.id(), state.sequence());
            channels.free(tx, sponsor.id(), state.sequence(), state.lumens());
        });
    }

    private void quarantine(Channel channel, Optional<AccountState> account) {
        String reason = account.map(state -> "its number is " + state.sequence() + " on the ledger, "
                        + channel.sequence() + " in our journal")
                .orElse("its account is gone");
        LOG.error("{}: channel {} is quarantined: {}", network.name(), channel.publicKey(), reason);
        database.run(tx -> {
            if (stillThere(tx.sql(), channel)) {
                channels.quarantine(tx, channel.id(), reason);
                tx.audit(AuditEvent.failure("channel.quarantined", Origin.SYSTEM, null, "channel", channel.id())
                        .with("reason", reason));
            }
        });
    }

    /** Between our two readings the channel may have been lent and returned by another server. */
    private boolean stillThere(org.jdbi.v3.core.Handle sql, Channel channel) {
        return channels.byAddress(sql, network.name(), List.of(channel.publicKey())).stream()
                .anyMatch(now -> now.sequence() == channel.sequence() && now.state() == channel.state());
    }
}
