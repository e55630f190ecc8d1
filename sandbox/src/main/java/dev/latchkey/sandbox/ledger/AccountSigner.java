package dev.latchkey.sandbox.ledger;

import org.jspecify.annotations.Nullable;

/** An additional signer of an account; {@code key} is a strkey (G, T, X or P), weight 1 to 255. */
public record AccountSigner(
        String key, int weight, @Nullable String sponsor) {
    public AccountSigner withSponsor(@Nullable String newSponsor) {
        return new AccountSigner(key, weight, newSponsor);
    }
}
