package dev.latchkey.payments.upkeep;

import dev.latchkey.custody.key.ServiceKey;
import dev.latchkey.payments.channel.Channel;
import dev.latchkey.payments.channel.ChannelKind;
import dev.latchkey.payments.channel.ChannelState;
import dev.latchkey.payments.channel.ChannelStore;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.wallet.KeyRing;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform's account on a network: it pays reserves, channels and fee bumps. Made or imported once. */
public final class Sponsor {
    private static final Logger LOG = LoggerFactory.getLogger(Sponsor.class);

    /** A faucet needs a ledger or two before the account is seen. */
    private static final int PATIENCE = 4;

    private final Database database;
    private final LedgerNetwork network;
    private final KeyRing keys;
    private final ChannelStore channels = new ChannelStore();
    private final AtomicInteger misses = new AtomicInteger();

    public Sponsor(Database database, LedgerNetwork network, KeyRing keys) {
        this.database = database;
        this.network = network;
        this.keys = keys;
    }

    /** The sponsor once its account is on the ledger; until then it is asked of the faucet, or of the operator. */
    public Optional<Channel> ready() {
        Channel sponsor =
                database.read(sql -> channels.sponsor(sql, network.name())).orElseGet(this::made);
        if (sponsor.state() == ChannelState.PLANNED) {
            return started(sponsor);
        }
        return Optional.of(sponsor);
    }

    /** Lumens it can give away now, in stroops; 0 while nobody knows. */
    public long funds(Channel sponsor) {
        try {
            return network.account(sponsor.publicKey())
                    .map(account -> account.spendable(AssetId.NATIVE))
                    .orElse(0L);
        } catch (LedgerUnavailable unknown) {
            return 0;
        }
    }

    private Channel made() {
        return database.write(tx -> {
            lock(tx);
            Optional<Channel> other = channels.sponsor(tx.sql(), network.name());
            if (other.isPresent()) {
                return other.get();
            }
            ServiceKey key = keys.sponsor(tx, network.name());
            channels.plan(tx, network.name(), ChannelKind.SPONSOR, key);
            return channels.sponsor(tx.sql(), network.name()).orElseThrow();
        });
    }

    private void lock(Transaction tx) {
        tx.sql()
                .createQuery("select pg_advisory_xact_lock(hashtextextended(:name, 0)) is null")
                .bind("name", "payments.sponsor/" + network.name())
                .mapTo(Boolean.class)
                .one();
    }

    private Optional<Channel> started(Channel sponsor) {
        Optional<AccountState> account = network.account(sponsor.publicKey());
        if (account.isEmpty() && network.fund(sponsor.publicKey())) {
            account = network.account(sponsor.publicKey());
        }
        if (account.isEmpty()) {
            complain(sponsor);
            return Optional.empty();
        }
        AccountState state = account.get();
        database.run(tx -> channels.free(tx, sponsor.id(), state.sequence(), state.lumens()));
        LOG.info("{}: the sponsor account is {}", network.name(), sponsor.publicKey());
        return database.read(sql -> channels.sponsor(sql, network.name()));
    }

    private void complain(Channel sponsor) {
        if (misses.incrementAndGet() == PATIENCE) {
            LOG.warn(
                    "{}: the sponsor account {} is not on the ledger yet. Nothing can be paid before somebody sends"
                            + " it lumens: 6 XLM per channel, 1 XLM per wallet and 0.5 XLM per trustline.",
                    network.name(),
                    sponsor.publicKey());
        }
    }
}
