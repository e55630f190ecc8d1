package dev.latchkey.identity.mfa;

import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Assurance;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.StepUp;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets signed-in users prove again who they are, which renews their session's strong authentication (auth-api.md 9). For a
 * user with a second factor nothing less than that factor will do.
 */
final class Reauthentication {

    private final Database database;
    private final SecondFactors factors;
    private final CurrentPassword passwords;
    private final Sessions sessions;
    private final Clock clock;

    Reauthentication(
            Database database, SecondFactors factors, CurrentPassword passwords, Sessions sessions, Clock clock) {
        this.database = database;
        this.factors = factors;
        this.passwords = passwords;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * By whatever the user has.
     *
     * @throws ApiException 403 {@code STEP_UP_REQUIRED} when what was sent is not enough and says what would be, 400 or 401
     *     when it is wrong, 429 after too many wrong ones
     */
    void confirm(
            SessionState session,
            Assurance assurance,
            @Nullable String password,
            Optional<Answer> answer,
            Origin origin) {
        User user = session.user();
        boolean enough = user.secondFactor() ? answer.isPresent() : user.hasPassword();
        if (!enough) {
            throw StepUp.RECENT.refusal(Optional.of(assurance));
        }
        if (password == null && answer.isEmpty()) {
            throw ApiException.invalid("Send password, code or recoveryCode");
        }
        if (password != null) {
            passwords.require(user, password, CurrentPassword.Purpose.CONFIRMATION, origin);
        }
        if (answer.isPresent()) {
            confirm(session, answer.get(), origin);
            return;
        }
        database.run(tx -> strengthen(tx, session, "password", origin));
    }

    /** By the second factor alone; throws 400 when it is wrong or there is none, 429 after too many wrong ones. */
    void confirm(SessionState session, Answer answer, Origin origin) {
        Guess<Boolean> guess = database.write(tx -> factors.guess(tx, session.user(), answer, origin, () -> {
            strengthen(tx, session, answer.factor(), origin);
            return true;
        }));
        guess.orThrow(clock.instant());
    }

    private void strengthen(Transaction tx, SessionState session, String factor, Origin origin) {
        sessions.strengthen(tx, session.id(), factor);
        User user = session.user();
        tx.audit(AuditEvent.success("session.reauthenticated", origin, user.projectId(), "session", session.id())
                .with("factor", factor));
    }
}
