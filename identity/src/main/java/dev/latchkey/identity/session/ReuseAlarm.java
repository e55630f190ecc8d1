package dev.latchkey.identity.session;

import dev.latchkey.identity.device.LoginFacts;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import dev.latchkey.platform.outbox.Notification;
import dev.latchkey.platform.outbox.OutboxMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/** What follows when a refresh token is seen again: its family ends, operator and user are told, once per family. */
public final class ReuseAlarm {

    private final SessionStore store;
    private final LoginFacts facts;
    private final MailQueue mail;

    public ReuseAlarm(SessionStore store, LoginFacts facts, MailQueue mail) {
        this.store = store;
        this.facts = facts;
        this.mail = mail;
    }

    /** @param session the one whose token was presented again */
    void raise(Transaction tx, SessionState session, Origin origin) {
        User user = session.user();
        int revoked = store.revokeFamily(tx.sql(), user.id(), session.familyId(), "token_reuse", tx.now());
        tx.audit(AuditEvent.failure("session.token_reuse", origin, user.projectId(), "user", user.id())
                .with("familyId", session.familyId().toString())
                .with("revokedSessions", revoked));
        if (revoked == 0) {
            // The family had ended before: whoever repeats an old token must not be able to send mail with it.
            return;
        }
        notifyOperator(tx, user, origin);
        if (user.email() != null && user.emailVerified()) {
            mail.enqueue(
                    tx,
                    new Letter(
                            "email.token_reuse",
                            user.email(),
                            user.displayName(),
                            user.language(),
                            facts.of(origin, "event_time", tx.now()),
                            null));
        }
    }

    private static void notifyOperator(Transaction tx, User user, Origin origin) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("user_id", user.id().toString());
        metadata.put("ip_address", String.valueOf(origin.ip()));
        metadata.put("user_agent_hash", Sessions.device(origin.userAgent()));
        tx.send(OutboxMessage.of(
                "notify.token_reuse",
                user.id().toString(),
                Notification.critical(
                        "Refresh token reused",
                        "A refresh token was presented again; its sessions were ended.",
                        metadata)));
    }
}
