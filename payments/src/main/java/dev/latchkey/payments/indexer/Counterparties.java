package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which account an address of any kind stands for. */
final class Counterparties {
    private Counterparties() {}

    /** The {@code G…} behind {@code G…} or {@code M…}; empty for contracts and for nobody. */
    static Optional<String> account(@Nullable String address) {
        if (address == null || address.startsWith("C")) {
            return Optional.empty();
        }
        return Optional.of(
                address.startsWith("M") ? MuxedAccount.parse(address).account().toString() : address);
    }
}
