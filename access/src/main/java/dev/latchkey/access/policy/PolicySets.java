package dev.latchkey.access.policy;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.signal.Remembered;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The policies of organizations, compiled once and remembered until they change on any server. */
public final class PolicySets {

    /** Signals of it name the organization whose policies have changed, or which is gone. */
    public static final String TOPIC = "access.policies";

    private static final long MOST_BYTES = 64 << 20;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Database database;
    private final PolicyStore store = new PolicyStore();
    private final Remembered<UUID, Optional<PolicySet>> remembered;

    public PolicySets(Database database) {
        this.database = database;
        this.remembered = Remembered.byWeight(
                database.signals(),
                TOPIC,
                UUID::fromString,
                MOST_BYTES,
                set -> set.map(PolicySet::weight).orElse(100),
                LONGEST);
    }

    /** The policies of an organization of the project; empty when it has no such organization. */
    public Optional<PolicySet> of(UUID projectId, UUID organizationId) {
        return remembered
                .get(organizationId, id -> database.read(sql -> store.all(sql, id)))
                .filter(set -> set.projectId().equals(projectId));
    }
}
