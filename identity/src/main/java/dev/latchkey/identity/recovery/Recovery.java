package dev.latchkey.identity.recovery;

import dev.latchkey.identity.mailbox.Eviction;
import dev.latchkey.identity.mailbox.LinkRequests;
import dev.latchkey.identity.mailbox.Mailboxes;
import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Route;
import java.time.Clock;
import java.util.List;

/** The acts on passwords, put together. */
public final class Recovery {

    private final PasswordReset reset;
    private final PasswordUpdate update;

    public Recovery(
            Database database,
            LinkRequests requests,
            OneTimeTokens tokens,
            Mailboxes mailboxes,
            Eviction eviction,
            NewPasswords passwords,
            LoginLocks locks,
            CurrentPassword current,
            Sessions sessions) {
        this.reset = new PasswordReset(database, requests, tokens, mailboxes, eviction, passwords, locks);
        this.update = new PasswordUpdate(database, current, passwords, sessions, tokens);
    }

    public List<Route> routes(ProjectResolver projects, Features features, Clock clock, String basePath) {
        return new RecoveryRoutes(reset, update, projects, features, clock, basePath).routes();
    }
}
