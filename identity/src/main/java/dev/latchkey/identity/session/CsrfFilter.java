package dev.latchkey.identity.session;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.Optional;
import java.util.Set;

/**
 * Double-submit protection of requests that a browser authenticates by itself (auth-api.md 4.5). A request with an
 * {@code Authorization} header does not count its cookies and needs no token.
 */
public final class CsrfFilter implements Filter {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private final SessionCookies cookies;
    private final RefreshTokens tokens;

    public CsrfFilter(SessionCookies cookies, RefreshTokens tokens) {
        this.cookies = cookies;
        this.tokens = tokens;
    }

    @Override
    public void before(Call call, Route route) {
        boolean needed = concerns(route) && !HARMLESS.contains(call.methodName()) && usesCookies(call);
        if (needed && !isDoubled(call)) {
            throw ApiException.forbidden("The CSRF token is missing or wrong: send cookie " + SessionCookies.CSRF
                    + " again as header X-CSRF-Token");
        }
    }

    @Override
    public Reply after(Call call, Route route, Reply reply) {
        return concerns(route) && csrfCookie(call).isEmpty() ? cookies.setCsrf(reply, tokens.generate()) : reply;
    }

    /** Routes that look at cookies: those of the sign-in API, and those of other rooms for signed-in users. */
    private boolean concerns(Route route) {
        return cookies.enabled()
                && (route.style() == Style.AUTH || route.guard().takesUsers());
    }

    private boolean usesCookies(Call call) {
        return call.header("authorization").isEmpty()
                && (call.cookie(cookies.accessName()).isPresent()
                        || call.cookie(cookies.refreshName()).isPresent());
    }

    private static boolean isDoubled(Call call) {
        Optional<String> cookie = csrfCookie(call);
        Optional<String> header = call.header("x-csrf-token");
        return cookie.isPresent() && header.isPresent() && Tokens.same(cookie.get(), header.get());
    }

    private static Optional<String> csrfCookie(Call call) {
        return call.cookie(SessionCookies.CSRF)
                .or(() -> call.cookie(SessionCookies.OLD_CSRF))
                .filter(token -> !token.isEmpty());
    }
}
