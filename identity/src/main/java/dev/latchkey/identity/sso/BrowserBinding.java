package dev.latchkey.identity.sso;

import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Ties an authorization request to the browser that began it: a cookie that lives as long as the request, one for each, so
 * that two tabs do not disturb each other. Over https its name begins with {@code __Host-}, so that no neighbouring host
 * can plant one (RFC 6265bis §4.1.3.2).
 */
final class BrowserBinding {

    private final SessionCookies like;

    /** @param like the cookies of sessions, as which this one travels */
    BrowserBinding(SessionCookies like) {
        this.like = like;
    }

    Reply bind(Reply reply, UUID stateId, String secret, Duration lifetime) {
        return reply.header("Set-Cookie", cookie(stateId, secret, lifetime));
    }

    /** The value of the {@code Set-Cookie} that takes the cookie back. */
    String release(UUID stateId) {
        return cookie(stateId, "deleted", Duration.ZERO);
    }

    Optional<String> secretOf(Call call, UUID stateId) {
        return call.cookie(name(stateId));
    }

    private String name(UUID stateId) {
        return (like.options().secure() ? "__Host-" : "") + "latchkey-sso-" + stateId;
    }

    /** Lax at most: the callback is a navigation that another site begins. */
    private String cookie(UUID stateId, String value, Duration lifetime) {
        SessionCookies.Options options = like.options();
        boolean crossSite = options.sameSite() == SessionCookies.SameSite.NONE;
        return name(stateId) + "=" + value + "; Path=/; Max-Age=" + lifetime.toSeconds()
                + (options.secure() ? "; Secure" : "") + "; HttpOnly; SameSite=" + (crossSite ? "None" : "Lax");
    }
}
