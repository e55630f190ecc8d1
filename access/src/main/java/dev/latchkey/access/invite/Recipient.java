package dev.latchkey.access.invite;

import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.http.ApiException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who is invited: one e-mail address in its normal form, or one wallet. */
record Recipient(@Nullable String email, @Nullable String wallet) {

    /** Solana addresses in base58, Stellar accounts in base32. */
    private static final Pattern WALLET = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{32,44}|G[A-Z2-7]{55}");

    /** Throws 400 for none, for both, and for what is no address. */
    static Recipient of(@Nullable String email, @Nullable String wallet) {
        String address = email == null ? "" : email.strip();
        String account = wallet == null ? "" : wallet.strip();
        if (address.isEmpty() == account.isEmpty()) {
            throw ApiException.invalid("Give either email or walletAddress");
        }
        if (!account.isEmpty()) {
            if (!WALLET.matcher(account).matches()) {
                throw ApiException.invalid("walletAddress must be an address of Solana or Stellar");
            }
            return new Recipient(null, account);
        }
        try {
            return new Recipient(EmailAddress.parseStrictly(address).value(), null);
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }
}
