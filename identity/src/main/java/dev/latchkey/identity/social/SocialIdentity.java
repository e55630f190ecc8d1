package dev.latchkey.identity.social;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who a token of Google or Apple speaks for.
 *
 * @param email in its normal form, verified by the provider; {@code null} where Apple tells none
 * @param runsMailbox whether the provider itself delivers mail to the address, now and not only when it was verified
 * @param likelyReal false when Apple takes the user for a machine ({@code real_user_status} 1)
 * @param fingerprint names the token, however it is spelled
 * @param expiresAt after which nobody accepts the token any more
 */
record SocialIdentity(
        String subject,
        @Nullable String email,
        boolean runsMailbox,
        @Nullable String name,
        @Nullable String picture,
        boolean likelyReal,
        String fingerprint,
        Instant expiresAt) {}
