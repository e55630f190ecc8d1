package dev.latchkey.payments.history;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What an application calls its users; identity answers. */
@FunctionalInterface
public interface DisplayNames {

    /** Display names of users of the project, in one statement; those without one are left out. */
    Map<UUID, String> find(Handle sql, UUID projectId, Collection<UUID> userIds);
}
