package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Asks for a link as anybody may, knowing only an address. Whether a mail goes out shows in nothing: each request runs the
 * same four statements (count, look-up, token, audit and outbox), and the mail itself is sent later by the outbox.
 */
public final class LinkRequests {

    private final Database database;
    private final MailboxStore store;
    private final MailLimits limits;
    private final Links links;

    public LinkRequests(Database database, MailLimits limits, Links links) {
        this.database = database;
        this.store = new MailboxStore();
        this.limits = limits;
        this.links = links;
    }

    /**
     * Sends a link if the address belongs to an active user who may have one.
     *
     * @param data to be kept with the token
     */
    public MailLimits.Count request(
            LinkKind kind, UUID projectId, String email, Predicate<User> entitled, Map<String, ?> data, Origin origin) {
        String address = EmailAddress.normalForm(email);
        return database.write(tx -> {
            MailLimits.Count count = limits.count(tx, projectId, kind, address, origin);
            Optional<User> holder = store.holder(tx.sql(), projectId, address);
            Optional<User> receiver =
                    holder.filter(User::isActive).filter(entitled).filter(user -> !count.refused());
            if (receiver.isEmpty()) {
                links.pretend(tx, kind);
                tx.audit(refusal(kind, projectId, holder, count, origin));
                return count;
            }
            send(tx, kind, receiver.get(), address, data, origin);
            return count;
        });
    }

    private void send(Transaction tx, LinkKind kind, User user, String address, Map<String, ?> data, Origin origin) {
        links.send(tx, kind, user, address, data);
        tx.audit(AuditEvent.success(kind.request(), origin, user.projectId(), "user", user.id()));
    }

    private static AuditEvent refusal(
            LinkKind kind, UUID projectId, Optional<User> holder, MailLimits.Count count, Origin origin) {
        String target = holder.map(user -> user.id().toString()).orElse("unknown");
        String reason = count.refused() ? "throttled" : holder.isEmpty() ? "unknown" : "not_entitled";
        return AuditEvent.failure(kind.request(), origin, projectId, "user", target)
                .with("reason", reason);
    }
}
