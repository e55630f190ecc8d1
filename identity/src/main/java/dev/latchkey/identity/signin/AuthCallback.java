package dev.latchkey.identity.signin;

import dev.latchkey.identity.session.AuthUser;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a host application adds to sign-ins (config.md 2). Called after the act is stored, for two seconds at most; what it
 * throws is logged and changes nothing. Answers travel to the client as {@code callbackData}.
 */
public interface AuthCallback {

    /** Adds nothing. */
    AuthCallback NONE = new AuthCallback() {};

    /**
     * One sign-in.
     *
     * @param sessionId {@code null} for a new user who verified the address and has yet to sign in
     */
    record Event(
            AuthUser user,
            String method,
            boolean isNewUser,
            @Nullable UUID sessionId,
            @Nullable String ipAddress,
            @Nullable String userAgent) {}

    /** A user who had an account has signed in. */
    default @Nullable Object onAuthenticated(Event event) {
        return Map.of();
    }

    /** Somebody has made an account. */
    default @Nullable Object onRegistered(Event event) {
        return Map.of();
    }

    /** A user has signed out. */
    default void onLogout(UUID userId) {}
}
