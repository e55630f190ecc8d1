package dev.latchkey.access.organization;

import java.util.Optional;
import java.util.UUID;

/** Says which organization new users of a project join, where something else than its own mark decides. */
@FunctionalInterface
public interface DefaultOrganization {

    /** The mark of the organization decides everywhere. */
    DefaultOrganization AS_MARKED = projectId -> Optional.empty();

    /** The organization; empty where the mark decides. One of another project counts as none. */
    Optional<UUID> chosen(UUID projectId);
}
