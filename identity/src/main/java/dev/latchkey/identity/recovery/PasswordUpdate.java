package dev.latchkey.identity.recovery;

import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a signed-in user a new password, or a first one (auth-api.md 10). All other sessions end. */
final class PasswordUpdate {

    /** What the old password, or whoever knew it, may have set going. */
    private static final Set<TokenType> PENDING = EnumSet.complementOf(EnumSet.of(TokenType.EMAIL_VERIFY));

    private final Database database;
    private final PasswordStore store = new PasswordStore();
    private final CurrentPassword confirmation;
    private final NewPasswords passwords;
    private final Sessions sessions;
    private final OneTimeTokens tokens;

    PasswordUpdate(
            Database database,
            CurrentPassword confirmation,
            NewPasswords passwords,
            Sessions sessions,
            OneTimeTokens tokens) {
        this.database = database;
        this.confirmation = confirmation;
        this.passwords = passwords;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    /**
     * Changes it.
     *
     * @param current {@code null} for a first password only
     * @param stepUp throws 403 unless the user has just proved who they are; asked for a first password
     */
    void change(SessionState session, @Nullable String current, String next, Runnable stepUp, Origin origin) {
        User user = session.user();
        String before = database.read(sql -> store.hash(sql, user.id())).orElse(null);
        if (before == null) {
            requireAddress(user);
            stepUp.run();
        } else {
            confirm(user, current, next, origin);
        }
        PasswordHash hash = passwords.hash(next, user.email());
        UserLifecycle.PasswordChange change = new UserLifecycle.PasswordChange(before == null ? null : current, next);
        database.run(tx -> {
            passwords.replace(tx, user, before, change, hash, origin);
            int revoked = sessions.revokeOthers(tx, session, "user_revoke_other_sessions");
            if (!user.secondFactor()) {
                // Who has a second factor proves nothing by the password alone: it would open POST /mfa/disable.
                sessions.strengthen(tx, session.id(), "password");
            }
            tokens.revoke(tx, user.id(), PENDING);
            tx.audit(AuditEvent.success("user.password_changed", origin, user.projectId(), "user", user.id())
                    .with("revokedSessions", revoked));
        });
    }

    private void confirm(User user, @Nullable String current, String next, Origin origin) {
        if (current == null) {
            throw ApiException.invalid("currentPassword is required");
        }
        confirmation.require(user, current, CurrentPassword.Purpose.CHANGE, origin);
        if (current.equals(next)) {
            throw ApiException.invalid("The new password must differ from the current one");
        }
    }

    /** A password is good for nothing without an address to sign in with. */
    private static void requireAddress(User user) {
        if (user.email() == null) {
            throw ApiException.invalid("Add an e-mail address first: you have none to sign in with");
        }
    }
}
