package dev.latchkey.identity.administration;

import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import java.time.Instant;
import java.util.UUID;

/**
 * Lets a system admin see the server with a user's eyes, for support: one access token without a refresh token, whose
 * {@code act} claim (RFC 8693 §4.1) names the admin, so that applications can show a banner. The session stands in the
 * user's own list and reads only.
 */
final class Impersonation {

    private final Database database;
    private final Administrators people;
    private final Sessions sessions;

    Impersonation(Database database, UserStore users, Sessions sessions) {
        this.database = database;
        this.people = new Administrators(users);
        this.sessions = sessions;
    }

    /** The token and what it stands for. */
    record Granted(String accessToken, String tokenType, long expiresIn, AuthUser user, Banner impersonation) {}

    /** What an application shows while it is in use. */
    record Banner(UUID impersonatorId, String reason, Instant expiresAt) {}

    Granted grant(Call call, UUID userId, String reason) {
        Caller.UserSession admin = call.session();
        return database.write(tx -> {
            people.requireStill(tx, admin);
            User user = people.lock(tx, admin.project(), userId);
            if (user.systemAdmin() || !user.isActive()) {
                throw ApiException.invalid("Only active users who are no system admins can be impersonated");
            }
            Sessions.Impersonated begun = sessions.impersonate(tx, user, admin.userId(), reason, call.origin());
            tx.audit(AuditEvent.success("admin.impersonation_started", call.origin(), user.projectId(), "user", userId)
                    .with("reason", reason)
                    .with("impersonatedSessionId", begun.sessionId().toString()));
            return new Granted(
                    begun.accessToken(),
                    "Bearer",
                    begun.lifetime().toSeconds(),
                    AuthUser.of(user),
                    new Banner(admin.userId(), reason, tx.now().plus(begun.lifetime())));
        });
    }
}
