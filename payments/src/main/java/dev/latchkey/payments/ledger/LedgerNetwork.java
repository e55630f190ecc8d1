package dev.latchkey.payments.ledger;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.Hash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One Stellar network as the engine needs it. Every method may throw {@link LedgerUnavailable} but {@link #submit}. */
public interface LedgerNetwork extends AutoCloseable {

    /** Begins to listen for ledgers, where that needs beginning. */
    default void start() {}

    @Override
    default void close() {}

    WalletNetwork name();

    String passphrase();

    /** SHA-256 of the passphrase: what signatures are bound to. */
    Hash networkId();

    /** The newest ledger the node knows. */
    LedgerHead latest();

    /**
     * The ledgers that follow {@code sequence}, oldest first, a page at most. With none there yet it waits up to
     * {@code wait} for the next one to close and may answer an empty list.
     */
    List<ClosedLedger> after(int sequence, Duration wait);

    /** Sends a signed envelope (base 64). Sending the same one again is harmless. */
    SubmitAnswer submit(String envelopeXdr);

    /** Whether a ledger the node knows holds the transaction; a no proves nothing. */
    boolean holds(String hash);

    /** The account, if the node knows it. */
    Optional<AccountState> account(String address);

    /** Asks the network's faucet for lumens; false where there is no faucet or it refuses. */
    boolean fund(String address);

    /** How full the last ledgers were, 0 to 1. */
    double capacityUsage();
}
