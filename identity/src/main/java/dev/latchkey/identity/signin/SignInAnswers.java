package dev.latchkey.identity.signin;

import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.session.Session;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.session.TokenPair;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.ProvenKey;
import dev.latchkey.platform.http.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the client gets to hear of a sign-in, once it is stored (auth-api.md 3). */
public final class SignInAnswers {

    private final Sessions sessions;
    private final SessionCookies cookies;
    private final AuthCallback callback;

    public SignInAnswers(Sessions sessions, SessionCookies cookies, AuthCallback callback) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.callback = callback;
    }

    /** Status 200; the caller may change it. To be called after the transaction. */
    public Reply reply(SignIn.Outcome outcome, Call call) {
        return switch (outcome) {
            case SignIn.Outcome.SecondFactorRequired(var user, var token) ->
                Reply.ok(new MfaRequired(true, token, user.id()));
            case SignIn.Outcome.SignedIn signedIn -> signedIn(signedIn, call);
        };
    }

    /** What clients that know no cookies get: the tokens are always in it. */
    public AuthResponse withTokens(SignIn.Outcome.SignedIn outcome, Call call) {
        return response(outcome, sessions.tokens(outcome.user(), outcome.session()), call);
    }

    private Reply signedIn(SignIn.Outcome.SignedIn outcome, Call call) {
        requireBound(outcome.session().session(), call);
        TokenPair tokens = sessions.tokens(outcome.user(), outcome.session());
        Reply reply = Reply.ok(response(outcome, cookies.enabled() ? null : tokens, call));
        return cookies.enabled() ? cookies.set(reply, tokens, sessions.lifetime()) : reply;
    }

    private AuthResponse response(SignIn.Outcome.SignedIn outcome, @Nullable TokenPair tokens, Call call) {
        AuthUser user = AuthUser.of(outcome.user());
        boolean isIncomplete =
                sessions.isIncomplete(outcome.user(), outcome.session().session());
        return new AuthResponse(
                user,
                tokens,
                outcome.proof().isNewUser(),
                isIncomplete ? toldOf(outcome, user, call) : callbackData(outcome, user, call),
                outcome.welcome().apiKey(),
                null,
                isIncomplete ? true : null);
    }

    /** Whoever proves a key must never get tokens that work without it. */
    private static void requireBound(Session session, Call call) {
        Optional<String> proven = call.attribute(ProvenKey.class).map(ProvenKey::thumbprint);
        if (!proven.equals(Optional.ofNullable(session.keyThumbprint()))) {
            throw new IllegalStateException("a session was stored without the key of its sign-in");
        }
    }

    /** The host hears of the new account, but whatever it answers, for instance tokens of its own, is for complete sessions. */
    private Object toldOf(SignIn.Outcome.SignedIn outcome, AuthUser user, Call call) {
        if (outcome.proof().isNewUser()) {
            callbackData(outcome, user, call);
        }
        return Map.of();
    }

    private @Nullable Object callbackData(SignIn.Outcome.SignedIn outcome, AuthUser user, Call call) {
        AuthCallback.Event event = new AuthCallback.Event(
                user,
                outcome.proof().publicMethod(),
                outcome.proof().isNewUser(),
                outcome.session().session().id(),
                call.ip(),
                call.userAgent().orElse(null));
        boolean registers = event.isNewUser() && !event.method().equals("sso");
        return registers ? callback.onRegistered(event) : callback.onAuthenticated(event);
    }

    /** The answer where a second factor is missing. */
    public record MfaRequired(boolean mfaRequired, String mfaToken, UUID userId) {}
}
