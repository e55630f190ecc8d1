package dev.latchkey.identity.signin;

import dev.latchkey.identity.session.SessionStore;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one end of every way to sign in: a session, or the question for the second factor. Whoever calls it has checked the
 * proof and runs it in the transaction that uses the proof up.
 */
public final class SignIn {

    /** How long the second factor may take (auth-api.md 8). */
    private static final Duration PENDING = Duration.ofMinutes(5);

    private final SessionStore store;
    private final Sessions sessions;
    private final OneTimeTokens tokens;
    private final NewDevices devices;
    private final UserLifecycle lifecycle;

    public SignIn(
            SessionStore store, Sessions sessions, OneTimeTokens tokens, NewDevices devices, UserLifecycle lifecycle) {
        this.store = store;
        this.sessions = sessions;
        this.tokens = tokens;
        this.devices = devices;
        this.lifecycle = lifecycle;
    }

    /** What a sign-in leads to. */
    public sealed interface Outcome {

        User user();

        /** A session was stored; its tokens are the caller's to hand out. */
        record SignedIn(User user, Sessions.Begun session, Proof proof, UserLifecycle.Welcome welcome)
                implements Outcome {

            /** The same with what a new user is given along. */
            public SignedIn with(UserLifecycle.Welcome given) {
                return new SignedIn(user, session, proof, given);
            }
        }

        /** The user has a second factor and has not shown it; the token is good for showing it. */
        record SecondFactorRequired(User user, String token) implements Outcome {

            @Override
            public String toString() {
                return "SecondFactorRequired[" + user.id() + "]";
            }
        }
    }

    /** What waits for the second factor. */
    public record Pending(String method, List<String> factors) {}

    /**
     * Signs in.
     *
     * @throws ApiException 403 when the account is not active
     */
    public Outcome complete(Transaction tx, User user, Proof proof, Origin origin) {
        return complete(tx, user, proof, origin, null);
    }

    /**
     * Signs in to an account that was found or made in the same transaction. A new user is given along what upper rooms
     * have to give, but not where an organization's provider brings them (auth-api.md 15).
     */
    public Outcome completeNew(Transaction tx, NewAccounts.Entry entry, Proof proof, Origin origin) {
        Outcome outcome = complete(tx, entry.user(), proof.ofNewUser(entry.isNew()), origin);
        boolean isWelcome = entry.isNew() && !proof.publicMethod().equals("sso");
        return isWelcome && outcome instanceof Outcome.SignedIn signedIn && isComplete(tx, signedIn)
                ? signedIn.with(lifecycle.welcome(tx, entry.user()))
                : outcome;
    }

    /** Nothing that works by itself is given along to somebody whose session may only be completed yet. */
    private boolean isComplete(Transaction tx, Outcome.SignedIn signedIn) {
        return !sessions.isIncomplete(tx, signedIn.user(), signedIn.session().session());
    }

    /** As the other one, and forgets the failures counted for the {@linkplain dev.latchkey.identity.throttle.Subject#digest subject}, in the same
     * statement. */
    public Outcome complete(Transaction tx, User user, Proof proof, Origin origin, @Nullable String failures) {
        if (!user.isActive()) {
            tx.auditRefusal(AuditEvent.failure("user.login", origin, user.projectId(), "user", user.id())
                    .with("method", proof.method())
                    .with("reason", "inactive"));
            throw inactive();
        }
        return user.secondFactor() && !proof.isMultiFactor()
                ? challenge(tx, user, proof, origin)
                : begin(tx, user, proof, origin, failures);
    }

    private Outcome challenge(Transaction tx, User user, Proof proof, Origin origin) {
        String token =
                tokens.issue(tx, TokenType.MFA_PENDING, user, PENDING, new Pending(proof.method(), proof.factors()));
        tx.audit(AuditEvent.success("mfa.challenge_issued", origin, user.projectId(), "user", user.id())
                .with("method", proof.method()));
        return new Outcome.SecondFactorRequired(user, token);
    }

    private Outcome begin(Transaction tx, User user, Proof proof, Origin origin, @Nullable String failures) {
        Sessions.Begun begun = sessions.begin(
                proof.method(),
                proof.factors(),
                lifecycle.organizationOf(tx, user).orElse(null),
                origin,
                tx.now());
        SessionStore.Stored stored = store.signIn(
                        tx.sql(), user.id(), begun.session(), begun.refreshHash(), failures, tx.now())
                .orElseThrow(SignIn::inactive);
        Origin self = by(user, begun.session().id(), origin);
        tx.audit(AuditEvent.success(event(proof), self, user.projectId(), "user", user.id())
                .with("method", proof.method()));
        if (!proof.isNewUser()) {
            devices.signedIn(tx, stored, begun.session());
        }
        return new Outcome.SignedIn(stored.user(), begun, proof, UserLifecycle.Welcome.NOTHING);
    }

    private static String event(Proof proof) {
        if (proof.isNewUser()) {
            return "user.register";
        }
        return proof.usedSecondFactor() ? "mfa.login_completed" : "user.login";
    }

    private static Origin by(User user, UUID sessionId, Origin origin) {
        Caller self = new Caller.UserSession(user.id(), sessionId, user.projectId());
        return origin.by(self);
    }

    private static ApiException inactive() {
        return ApiException.forbidden("Account is inactive");
    }
}
