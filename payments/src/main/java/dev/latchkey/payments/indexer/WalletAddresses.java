package dev.latchkey.payments.indexer;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Says which of many addresses are ours; custody answers. */
@FunctionalInterface
public interface WalletAddresses {

    /** Wallets of any project by address ({@code G…}), in one statement; addresses of others are left out. */
    List<WalletFacts> find(Handle sql, WalletNetwork network, Collection<String> addresses);
}
