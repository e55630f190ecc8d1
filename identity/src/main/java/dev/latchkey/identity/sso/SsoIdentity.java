package dev.latchkey.identity.sso;

import org.jspecify.annotations.Nullable;

/**
 * Who an issuer has signed in.
 *
 * @param email in its normal form
 * @param emailVerified whether the issuer says that it has verified the address
 */
record SsoIdentity(
        String subject,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        @Nullable String picture) {}
