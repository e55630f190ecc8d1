package dev.latchkey.identity.session;

import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.StepUp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Follows a session by one that acts for another organization (access.md 1). The old one ends in the same statement; the
 * new one belongs to the same family, ends no later, stays bound to the same key, and carries no step-up over.
 */
public final class OrganizationSwitch {

    private final RotationStore rotations = new RotationStore();
    private final Sessions sessions;
    private final RefreshTokens refreshTokens;
    private final SessionCookies cookies;

    public OrganizationSwitch(Sessions sessions, RefreshTokens refreshTokens, SessionCookies cookies) {
        this.sessions = sessions;
        this.refreshTokens = refreshTokens;
        this.cookies = cookies;
    }

    /** A session that was stored, and its refresh token. */
    public record Switched(AccessClaims claims, String refreshToken) {

        @Override
        public String toString() {
            return "Switched[" + claims.sessionId() + "]";
        }
    }

    /**
     * Stores the session that follows the call's own.
     *
     * @param organization one that the user is a member of until the transaction ends
     * @throws ApiException 401 when the call's session has ended meanwhile
     */
    public Switched store(Transaction tx, Call call, AccessClaims.Organization organization) {
        SessionState old = SessionState.of(call);
        Origin origin = call.origin();
        String token = refreshTokens.generate();
        RotationStore.Successor successor =
                sessions.successor(UUID.randomUUID(), refreshTokens.hash(token), origin, tx.now());
        Instant notRecent = tx.now().minus(StepUp.MAX_AGE).minusSeconds(1);
        SessionState ended = rotations
                .switchOrganization(tx.sql(), old.id(), successor, organization, notRecent)
                .orElseThrow(() -> new ApiException(401, "INVALID_TOKEN", "The session has ended"));
        tx.audit(AuditEvent.success("session.org_switched", origin, old.user().projectId(), "session", successor.id())
                .in(organization.id())
                .with("from", old.id().toString()));
        AccessClaims claims = new AccessClaims(
                AccessClaims.Subject.of(ended.user()),
                successor.id(),
                organization,
                ended.factors(),
                earlier(ended.strongAuthAt(), notRecent),
                ended.keyThumbprint() == null ? origin.provenKey() : ended.keyThumbprint(),
                null);
        return new Switched(claims, token);
    }

    /** Tells the client, by cookies where they are on; to be called after the transaction. */
    public Reply reply(Switched switched) {
        TokenPair tokens = sessions.tokens(switched.claims(), switched.refreshToken());
        AccessClaims.Organization organization = switched.claims().organization();
        if (organization == null) {
            throw new IllegalStateException("switched to no organization");
        }
        TokenPair shown = cookies.enabled() ? null : tokens;
        Reply reply = Reply.ok(new SwitchAnswer(organization.id(), organization.role(), shown));
        return cookies.enabled() ? cookies.set(reply, tokens, sessions.lifetime()) : reply;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * Answer of {@code POST /orgs/{org_id}/switch}.
     *
     * @param tokens where cookies are off
     */
    public record SwitchAnswer(
            UUID orgId, String role, @Nullable TokenPair tokens) {}
}
