package dev.latchkey.identity.sso;

import dev.latchkey.platform.database.Transaction;
import java.util.UUID;

/** The issuers that sign in the members of an organization. */
public final class OrganizationProviders {

    /** Nobody signs in by them any more. */
    public void organizationDeleted(Transaction tx, UUID projectId, UUID organizationId) {
        tx.sql()
                .createUpdate("""
                        delete from identity.sso_providers where project_id = :projectId and org_id = :organizationId
                        """)
                .bind("projectId", projectId)
                .bind("organizationId", organizationId)
                .execute();
    }
}
