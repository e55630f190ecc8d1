package dev.latchkey.identity.session;

import org.jspecify.annotations.Nullable;

/**
 * Answer of every sign-in (auth-api.md 3).
 *
 * @param tokens left out when they travel in cookies
 * @param callbackData what the host application adds; an empty object for a server of its own
 * @param apiKey only in the answer that made the account
 * @param emailQueued only from registration where the address has to be verified first
 * @param secondFactorRequired true where the project demands a second factor that the session lacks: it can only be
 *     completed or ended
 */
public record AuthResponse(
        AuthUser user,
        @Nullable TokenPair tokens,
        boolean isNewUser,
        @Nullable Object callbackData,
        @Nullable String apiKey,
        @Nullable Boolean emailQueued,
        @Nullable Boolean secondFactorRequired) {}
