package dev.latchkey.payments.wallet;

import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What payments ask about wallets, and tell about them; custody answers. */
public interface WalletBook {

    /** A wallet of the project that is not deleted. */
    Optional<WalletFacts> wallet(UUID projectId, UUID walletId);

    /** The live wallet of a user on a network. */
    Optional<WalletFacts> walletOf(UUID projectId, UUID userId, WalletNetwork network);

    /** The wallet with an address, whoever's it is; none where it is deleted or not ours. */
    Optional<WalletFacts> byAddress(WalletNetwork network, String address);

    /** The wallets with these addresses, whoever's they are, in one statement. */
    List<WalletFacts> byAddresses(Handle sql, WalletNetwork network, Collection<String> addresses);

    /** The wallets among these that are not deleted, in one statement. */
    List<WalletFacts> wallets(Handle sql, Collection<UUID> walletIds);

    /** What the ledger now says about the wallets' accounts. */
    void ledgerStatusChanged(Transaction tx, List<UUID> walletIds, LedgerStatus status);
}
