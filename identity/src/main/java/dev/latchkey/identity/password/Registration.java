package dev.latchkey.identity.password;

import dev.latchkey.identity.session.SessionStore;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStatus;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a user with e-mail and password, signed in at once (auth-api.md 10). */
final class Registration {

    /** The provider of users who sign in with a password of ours (decision 16). */
    static final String PROVIDER = "PASSWORD";

    private final Database database;
    private final SessionStore store;
    private final Sessions sessions;
    private final PasswordHasher hasher;

    Registration(Database database, SessionStore store, Sessions sessions, PasswordHasher hasher) {
        this.database = database;
        this.store = store;
        this.sessions = sessions;
        this.hasher = hasher;
    }

    /** The password is hashed before anybody asks whether the address is known: both answers take the same time. */
    SignedIn register(UUID projectId, String email, String password, @Nullable String name, Origin origin) {
        EmailAddress address = address(email);
        List<String> violations = PasswordRules.violations(password);
        if (!violations.isEmpty()) {
            throw ApiException.validation(violations);
        }
        PasswordHash hash = hasher.hash(password);
        return database.write(tx -> {
            User user = user(projectId, address, name, tx.now());
            Sessions.Begun begun = sessions.begin("password", List.of("password"), origin, tx.now());
            boolean registered = store.register(tx.sql(), user, hash.phc(), begun.session(), begun.refreshHash());
            if (!registered) {
                throw new ApiException(409, "EMAIL_EXISTS", "An account with this e-mail address exists already");
            }
            Caller self = new Caller.UserSession(user.id(), begun.session().id(), projectId);
            tx.audit(AuditEvent.success(
                            "user.register",
                            new Origin(self, origin.ip(), origin.userAgent(), origin.requestId()),
                            projectId,
                            "user",
                            user.id())
                    .with("method", "password"));
            return new SignedIn(user, begun, true);
        });
    }

    private static EmailAddress address(String email) {
        try {
            return EmailAddress.parseStrictly(email);
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }

    private static User user(UUID projectId, EmailAddress address, @Nullable String name, Instant now) {
        UUID id = UUID.randomUUID();
        return new User(
                id,
                projectId,
                id.toString(),
                PROVIDER,
                address.value(),
                false,
                name,
                null,
                true,
                UserStatus.ACTIVE,
                now,
                now,
                now,
                null);
    }
}
