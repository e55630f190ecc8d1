package dev.latchkey.identity.walletsignin;

import dev.latchkey.networks.http.NodeException;
import dev.latchkey.networks.stellar.horizon.HorizonClient;
import dev.latchkey.networks.stellar.webauth.SigningAuthority;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.platform.http.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the ledger who may speak for an account. Without an answer nobody may. */
final class StellarAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(StellarAccounts.class);
    private static final int RETRY_SECONDS = 5;

    private final HorizonClient horizon;

    StellarAccounts(HorizonClient horizon) {
        this.horizon = horizon;
    }

    /** @throws ApiException 503 when the node cannot be asked */
    SigningAuthority authority(AccountId account) {
        try {
            return horizon.account(account)
                    .map(SigningAuthority::of)
                    .orElseGet(() -> SigningAuthority.masterKey(account));
        } catch (NodeException unreachable) {
            LOG.warn("cannot ask Horizon for the signers of {}", account.masked(), unreachable);
            throw ApiException.unavailable("The Stellar network cannot be asked; try again shortly", RETRY_SECONDS);
        }
    }
}
