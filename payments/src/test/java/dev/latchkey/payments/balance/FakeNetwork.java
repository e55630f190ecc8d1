package dev.latchkey.payments.balance;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.ClosedLedger;
import dev.latchkey.payments.ledger.LedgerHead;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.ledger.SubmitAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that shows what a test puts there, late or not at all where the test wants that. */
final class FakeNetwork implements LedgerNetwork {
    final Map<String, AccountState> accounts = new ConcurrentHashMap<>();
    final AtomicInteger questions = new AtomicInteger();
    volatile int head = 1;
    volatile boolean away;

    @Override
    public WalletNetwork name() {
        return WalletNetwork.TESTNET;
    }

    @Override
    public String passphrase() {
        return "fake";
    }

    @Override
    public Hash networkId() {
        return Hash.sha256(new byte[] {1});
    }

    @Override
    public LedgerHead latest() {
        requireThere();
        return new LedgerHead(head, "hash-" + head, Instant.EPOCH);
    }

    @Override
    public Optional<AccountState> account(String address) {
        questions.incrementAndGet();
        requireThere();
        return Optional.ofNullable(accounts.get(address));
    }

    @Override
    public List<ClosedLedger> after(int sequence, Duration wait) {
        throw new AssertionError("not asked here");
    }

    @Override
    public SubmitAnswer submit(String envelopeXdr) {
        throw new AssertionError("not asked here");
    }

    @Override
    public boolean holds(String hash) {
        throw new AssertionError("not asked here");
    }

    @Override
    public boolean fund(String address) {
        throw new AssertionError("not asked here");
    }

    @Override
    public double capacityUsage() {
        throw new AssertionError("not asked here");
    }

    private void requireThere() {
        if (away) {
            throw new LedgerUnavailable("away", null);
        }
    }
}
