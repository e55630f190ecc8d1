package dev.latchkey.identity.session;

import dev.latchkey.platform.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cookies of auth-api.md 4.4. */
public final class SessionCookies {

    /** Which sites' requests carry the cookies. */
    public enum SameSite {
        STRICT,
        LAX,
        NONE;

        String attribute() {
            return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How cookies are written.
     *
     * @param enabled whether tokens travel in cookies, and never in JSON
     * @param path of the sign-in routes, without slash at the end; empty for the root
     * @param domain {@code null} for this host only
     * @param formerDomains where browsers may still have cookies from before a change; empty for this host only
     */
    public record Options(
            boolean enabled,
            String accessName,
            String refreshName,
            String path,
            @Nullable String domain,
            boolean secure,
            SameSite sameSite,
            List<Optional<String>> formerDomains) {}

    /** Marks a device that has signed in before; opens nothing. */
    public static final String DEVICE = "cedros_device";

    private static final Duration DEVICE_LIFETIME = Duration.ofDays(365);

    /** Tells a browser that asked for a sign-in link from others. */
    public static final String LINK_REQUEST = "latchkey_link";

    /** Tells the browser that has registered from others, when the address is verified. */
    public static final String REGISTRATION = "latchkey_registration";

    static final String CSRF = "XSRF-TOKEN";
    static final String OLD_CSRF = "csrf-token";
    private static final Duration CSRF_LIFETIME = Duration.ofDays(1);

    private final Supplier<Options> options;

    /** @param options asked for each cookie */
    public SessionCookies(Supplier<Options> options) {
        this.options = options;
    }

    public Options options() {
        return options.get();
    }

    public boolean enabled() {
        return options().enabled();
    }

    String accessName() {
        return options().accessName();
    }

    String refreshName() {
        return options().refreshName();
    }

    /** Adds both token cookies. */
    public Reply set(Reply reply, TokenPair tokens, Duration refreshLifetime) {
        Reply set = reply.header(
                        "Set-Cookie",
                        cookie(
                                accessName(),
                                tokens.accessToken(),
                                path(""),
                                Duration.ofSeconds(tokens.expiresIn()),
                                true))
                .header(
                        "Set-Cookie",
                        cookie(refreshName(), tokens.refreshToken(), path("/refresh"), refreshLifetime, true));
        return forgetFormer(set);
    }

    /** Adds the mark of a device that has signed in; it outlives the session. */
    public Reply setDevice(Reply reply, String mark) {
        return reply.header("Set-Cookie", cookie(DEVICE, mark, path("/login"), DEVICE_LIFETIME, true));
    }

    /** Lets the browser show later that it asked for the sign-in link. */
    public Reply setLinkRequest(Reply reply, String requestId, Duration lifetime) {
        return reply.header("Set-Cookie", cookie(LINK_REQUEST, requestId, path(""), lifetime, true));
    }

    /** Lets the browser show later that it has registered. */
    public Reply setRegistration(Reply reply, String mark, Duration lifetime) {
        return reply.header("Set-Cookie", cookie(REGISTRATION, mark, path("/verify-email"), lifetime, true));
    }

    /** Takes both token cookies back, where cookies are on. */
    public Reply clear(Reply reply) {
        if (!enabled()) {
            return reply;
        }
        return forgetFormer(forget(reply, options().domain()));
    }

    Reply setCsrf(Reply reply, String token) {
        return reply.header("Set-Cookie", cookie(CSRF, token, path(""), CSRF_LIFETIME, false));
    }

    /** A browser sends the cookies of two domains side by side, and we could not tell which one is the newer. */
    private Reply forgetFormer(Reply reply) {
        Reply forgotten = reply;
        for (Optional<String> former : options().formerDomains()) {
            forgotten = forget(forgotten, former.orElse(null));
        }
        return forgotten;
    }

    private Reply forget(Reply reply, @Nullable String domain) {
        return reply.header("Set-Cookie", cookie(accessName(), "deleted", path(""), Duration.ZERO, true, domain))
                .header("Set-Cookie", cookie(refreshName(), "deleted", path("/refresh"), Duration.ZERO, true, domain));
    }

    private String path(String below) {
        String path = options().path() + below;
        return path.isEmpty() ? "/" : path;
    }

    private String cookie(String name, String value, String path, Duration lifetime, boolean httpOnly) {
        return cookie(name, value, path, lifetime, httpOnly, options().domain());
    }

    private String cookie(
            String name, String value, String path, Duration lifetime, boolean httpOnly, @Nullable String domain) {
        Options now = options();
        StringBuilder cookie = new StringBuilder(name).append('=').append(value);
        cookie.append("; Path=").append(path);
        cookie.append("; Max-Age=").append(lifetime.toSeconds());
        if (now.secure()) {
            cookie.append("; Secure");
        }
        if (httpOnly) {
            cookie.append("; HttpOnly");
        }
        cookie.append("; SameSite=").append(now.sameSite().attribute());
        if (domain != null) {
            cookie.append("; Domain=").append(domain);
        }
        return cookie.toString();
    }
}
