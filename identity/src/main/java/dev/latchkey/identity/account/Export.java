package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.audit.AuditLog;
import dev.latchkey.platform.audit.AuditQuery;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that is kept about a user, in one JSON object: profile, credentials without their secrets, sessions, events,
 * and what upper rooms add.
 */
public final class Export {

    /** The newest ones; who needs more asks the operator. */
    private static final int MAX_EVENTS = 10_000;

    private static final int MAX_SESSIONS = 1_000;

    private final Database database;
    private final Credentials credentials;
    private final ExportStore store;
    private final UserLifecycle lifecycle;

    public Export(Database database, Credentials credentials, UserLifecycle lifecycle) {
        this.database = database;
        this.credentials = credentials;
        this.store = new ExportStore();
        this.lifecycle = lifecycle;
    }

    Map<String, Object> of(User user, Origin origin) {
        return database.write(tx -> {
            Map<String, Object> everything = new LinkedHashMap<>();
            everything.put("exportedAt", tx.now());
            everything.put("user", AuthUser.of(user));
            everything.put("project", user.projectId());
            everything.put(
                    "credentials",
                    credentials.list(tx.sql(), user.id()).stream()
                            .map(CredentialView::of)
                            .toList());
            everything.put("sessions", store.sessions(tx.sql(), user.id(), MAX_SESSIONS));
            everything.put("events", AuditLog.newest(tx.sql(), AuditQuery.ofUser(user.id()), MAX_EVENTS, 0));
            everything.putAll(lifecycle.personalData(tx.sql(), user));
            tx.audit(AuditEvent.success("user.exported", origin, user.projectId(), "user", user.id()));
            return everything;
        });
    }
}
