package dev.latchkey.identity.session;

import dev.latchkey.platform.database.Transaction;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Keeps true what live sessions say of organizations (auth-api.md 4.1). Each call is part of the act that changes a
 * membership, after the change itself: a session that is stored meanwhile waits for the membership or is found here.
 */
public final class SessionOrganizations {

    /** Gives the user's sessions that act for the organization another role. */
    public void roleChanged(Transaction tx, UUID organizationId, UUID userId, String role) {
        untilNoneIsLeft(
                tx.sql(),
                "organization_role = :role",
                "organization_id = :organization and user_id = :user and organization_role <> :role",
                Map.of("organization", organizationId, "user", userId, "role", role));
    }

    /** Makes the user's sessions that act for the organization act for none. */
    public void left(Transaction tx, UUID organizationId, UUID userId) {
        untilNoneIsLeft(
                tx.sql(),
                "organization_id = null, organization_role = null",
                "organization_id = :organization and user_id = :user",
                Map.of("organization", organizationId, "user", userId));
    }

    /** Makes everybody's sessions that act for the organization act for none. */
    public void organizationDeleted(Transaction tx, UUID organizationId) {
        untilNoneIsLeft(
                tx.sql(),
                "organization_id = null, organization_role = null",
                "organization_id = :organization",
                Map.of("organization", organizationId));
    }

    /** A rotation that commits while we wait for its row leaves a successor that our statement could not see. */
    private static void untilNoneIsLeft(Handle sql, String change, String which, Map<String, ?> names) {
        String live = " where revoked_at is null and " + which;
        do {
            sql.createUpdate("update identity.sessions set " + change + live)
                    .bindMap(names)
                    .execute();
        } while (sql.createQuery("select exists(select from identity.sessions" + live + ")")
                .bindMap(names)
                .mapTo(Boolean.class)
                .one());
    }
}
