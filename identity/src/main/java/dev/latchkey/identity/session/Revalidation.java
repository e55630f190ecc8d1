package dev.latchkey.identity.session;

import dev.latchkey.identity.token.AccessTokens;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import org.jdbi.v3.core.Handle;

/**
 * Asks again, inside the transaction of an act, whether its caller may still act: much can have happened since the request
 * was admitted. What is answered stays true until the transaction ends. To be asked before anything else is locked but
 * what belongs to the caller alone.
 */
public final class Revalidation {

    /** Throws 401 when the session has ended, or its user may not act any more. */
    public void requireLive(Handle sql, Caller.UserSession session) {
        boolean live = sql.createQuery("""
                        select true from identity.users join identity.sessions on sessions.user_id = users.id
                        where users.id = :userId and users.status = 'ACTIVE' and users.deleted_at is null
                            and sessions.id = :sessionId and sessions.revoked_at is null
                        for share
                        """)
                .bind("userId", session.userId())
                .bind("sessionId", session.sessionId())
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
        if (!live) {
            throw AccessTokens.invalid();
        }
    }

    /** Throws 403 for who is no system admin any more; the operator always is the operator. */
    public void requireAdministrator(Handle sql, Caller caller) {
        if (caller instanceof Caller.User user && !isSystemAdmin(sql, user)) {
            throw ApiException.forbidden("This needs a system admin or the operator");
        }
    }

    /** Whether the user is a system admin of their project. */
    public boolean isSystemAdmin(Handle sql, Caller.User user) {
        return sql.createQuery("""
                        select true from identity.users
                        where id = :userId and project_id = :projectId and is_system_admin and status = 'ACTIVE'
                            and deleted_at is null
                        for share
                        """)
                .bind("userId", user.userId())
                .bind("projectId", user.project())
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
    }
}
