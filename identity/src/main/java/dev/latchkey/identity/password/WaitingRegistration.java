package dev.latchkey.identity.password;

import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.Links;
import dev.latchkey.identity.mailbox.MailLimits;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.signin.NewAccount;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a user who can sign in once the address is proved. Answer and statements are the same whoever has the address:
 * what is true, its owner reads in a mail. Until somebody proves the address, the newest registration counts, so that
 * nobody waits on an address with a password of their own for its owner to prove it.
 */
final class WaitingRegistration {

    private final Database database;
    private final NewAccounts accounts;
    private final WaitingStore store;
    private final MailLimits limits;
    private final Links links;

    WaitingRegistration(Database database, NewAccounts accounts, MailLimits limits, Links links) {
        this.database = database;
        this.accounts = accounts;
        this.store = new WaitingStore();
        this.limits = limits;
        this.links = links;
    }

    /** The user as the answer shows it; whether there is one, only the mail tells. */
    AuthUser register(NewAccount account, Origin origin) {
        return database.write(tx -> {
            String address = Objects.requireNonNull(account.email());
            boolean mayMail = !limits.count(tx, account.projectId(), LinkKind.VERIFICATION, address, origin)
                    .refused();
            User made = accounts.prepare(tx, account);
            Optional<User> waiting = store.hold(tx.sql(), made.id(), account, tx.now());
            if (waiting.isPresent() && mayMail) {
                links.send(tx, LinkKind.VERIFICATION, waiting.get(), address);
            } else {
                links.pretend(tx, LinkKind.VERIFICATION);
            }
            if (waiting.isEmpty() && mayMail) {
                links.tellHolder(tx, address);
            }
            tx.audit(event(account, waiting, origin));
            return AuthUser.of(made);
        });
    }

    private static AuditEvent event(NewAccount account, Optional<User> waiting, Origin origin) {
        return waiting.map(user -> AuditEvent.success("user.register", origin, account.projectId(), "user", user.id())
                        .with("method", "email"))
                .orElseGet(() -> AuditEvent.failure("user.register", origin, account.projectId(), "user", "unknown")
                        .with("method", "email")
                        .with("reason", "email_exists"));
    }
}
