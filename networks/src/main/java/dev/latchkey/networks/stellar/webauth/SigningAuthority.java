package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.horizon.HorizonAccount;
import dev.latchkey.networks.stellar.horizon.HorizonAccount.SignerEntry;
import dev.latchkey.networks.stellar.xdr.AccountId;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose signatures speak for an account, and how many it takes. Signers of weight 0 and those that are no keys (hashes,
 * pre-authorized transactions, signed payloads) do not count.
 *
 * @param threshold weight needed, at least 1
 */
public record SigningAuthority(Map<AccountId, Long> weights, long threshold) {
    private static final String KEY = "ed25519_public_key";

    public SigningAuthority {
        weights = Map.copyOf(weights);
        threshold = Math.max(1, threshold);
    }

    /** An account that the ledger does not have: only its own key speaks for it. */
    public static SigningAuthority masterKey(AccountId account) {
        return new SigningAuthority(Map.of(account, 1L), 1);
    }

    /** An account that the ledger has, with the threshold of payments: who signs in may move funds (SEP-10). */
    public static SigningAuthority of(HorizonAccount account) {
        Map<AccountId, Long> weights = new HashMap<>();
        for (SignerEntry signer : account.signers()) {
            if (signer.type().equals(KEY) && signer.weight() > 0) {
                weights.put(AccountId.parse(signer.key()), signer.weight());
            }
        }
        return new SigningAuthority(weights, account.thresholds().medium());
    }

    /** Whether this one key suffices. */
    public boolean satisfiedBy(AccountId signer) {
        return weights.getOrDefault(signer, 0L) >= threshold;
    }
}
