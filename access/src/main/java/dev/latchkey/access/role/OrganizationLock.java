package dev.latchkey.access.role;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes changes to what belongs to one organization happen one after the other. */
public final class OrganizationLock {

    private OrganizationLock() {}

    /** Nobody else takes it until the transaction ends; false when the project has no such organization. */
    public static boolean take(Handle sql, UUID projectId, UUID organizationId) {
        return sql.createQuery("""
                        select id from access.organizations
                        where id = :id and project_id = :projectId
                        for no key update
                        """)
                .bind("id", organizationId)
                .bind("projectId", projectId)
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }
}
