package dev.latchkey.identity.session;

import dev.latchkey.identity.dpop.DpopProof;
import dev.latchkey.identity.dpop.DpopProofs;
import dev.latchkey.identity.token.AccessToken;
import dev.latchkey.identity.token.AccessTokens;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.HttpMethod;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;

/** Checks the access token of a request (auth-api.md 4.2), with the proof of its key where it is bound to one. */
public final class SessionCheck {

    /** How the token came. A cookie says nothing of its kind; the other two must be the right one. */
    enum Scheme {
        BEARER,
        DPOP,
        COOKIE
    }

    private final Database database;
    private final SessionStore store;
    private final AccessTokens accessTokens;
    private final DpopProofs proofs;
    private final Set<String> harmless;
    private final Clock clock;

    public SessionCheck(
            Database database,
            SessionStore store,
            AccessTokens accessTokens,
            DpopProofs proofs,
            String basePath,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.accessTokens = accessTokens;
        this.proofs = proofs;
        this.harmless = Set.of(basePath + "/logout", basePath + "/authorize", basePath + "/permissions");
        this.clock = clock;
    }

    /**
     * The live session of an access token, in one statement, the use of a proof included.
     *
     * @throws ApiException 401 for a token that is worth nothing, 403 for an act in another one's name
     */
    SessionState check(String accessToken, Scheme scheme, Call call) {
        AccessToken token = accessTokens.verify(accessToken);
        SessionState state = read(token, accessToken, scheme, call);
        User user = state.user();
        boolean mine = user.id().equals(token.userId()) && user.projectId().equals(token.projectId());
        boolean asBound = Objects.equals(state.keyThumbprint(), token.keyThumbprint());
        if (!mine || !asBound || state.revokedAt() != null || !user.isActive()) {
            throw AccessTokens.invalid();
        }
        if (state.isExpired(clock.instant())) {
            throw AccessTokens.expired();
        }
        if (state.isImpersonated() && changesSomething(call)) {
            throw new ApiException(
                    403, "IMPERSONATION_READS_ONLY", "An administrator in a user's name can look, but change nothing");
        }
        return state;
    }

    private boolean changesSomething(Call call) {
        return call.route()
                .map(route -> route.method() != HttpMethod.GET
                        && !harmless.contains(route.path().toString()))
                .orElse(true);
    }

    private SessionState read(AccessToken token, String accessToken, Scheme scheme, Call call) {
        String key = token.keyThumbprint();
        if (key == null) {
            if (scheme == Scheme.DPOP) {
                throw DpopProofs.refused("the token is bound to no key; send it as Bearer");
            }
            return store.byId(database, token.sessionId()).orElseThrow(AccessTokens::invalid);
        }
        if (scheme == Scheme.BEARER) {
            throw DpopProofs.refused("the token is bound to a key; send it as DPoP with a proof");
        }
        DpopProof proof = proofs.of(call, accessToken, key);
        if (call.attribute(DpopProof.class).isPresent()) {
            return store.byId(database, token.sessionId()).orElseThrow(AccessTokens::invalid);
        }
        SessionStore.Proven proven =
                store.byId(database, token.sessionId(), proof).orElseThrow(AccessTokens::invalid);
        if (!proven.isFirstUse()) {
            throw DpopProofs.used();
        }
        DpopProofs.leave(call, proof);
        return proven.session();
    }
}
