package dev.latchkey.payments.ledger;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.http.ApiException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The networks that are configured. */
public final class Networks {
    private final Map<WalletNetwork, LedgerNetwork> byName;

    public Networks(List<LedgerNetwork> networks) {
        this.byName = networks.stream().collect(Collectors.toUnmodifiableMap(LedgerNetwork::name, Function.identity()));
    }

    /** @throws ApiException 422 naming the setting that configures it */
    public LedgerNetwork require(WalletNetwork name) {
        LedgerNetwork network = byName.get(name);
        if (network == null) {
            throw ApiException.unprocessable(
                    "NETWORK_NOT_CONFIGURED", name + " is not configured: set " + setting(name) + " on the server");
        }
        return network;
    }

    public Collection<LedgerNetwork> all() {
        return byName.values();
    }

    private static String setting(WalletNetwork name) {
        return switch (name) {
            case MAINNET -> "STELLAR_HORIZON_MAINNET_URL";
            case TESTNET -> "STELLAR_HORIZON_URL";
        };
    }
}
