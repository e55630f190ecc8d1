package dev.latchkey.identity.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer of every sign-in (auth-api.md 3).
 *
 * @param tokens left out when they travel in cookies
 * @param callbackData what the host application adds; empty for a server of its own
 */
public record AuthResponse(
        AuthUser user, @Nullable TokenPair tokens, boolean isNewUser, Map<String, Object> callbackData) {}
