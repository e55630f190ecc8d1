package dev.latchkey.access.organization;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.signal.Remembered;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is remembered of projects, so that sign-ins where nobody uses organizations cost no statement for them. */
public final class KnownProjects {

    private static final String TOPIC = "access.project";
    private static final long MOST = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Remembered<UUID, Facts> facts;

    public KnownProjects(Database database) {
        this.facts = new Remembered<>(database.signals(), TOPIC, UUID::fromString, MOST, LONGEST);
    }

    private record Facts(boolean hasOrganizations, @Nullable UUID defaultId) {}

    public boolean hasOrganizations(Handle sql, UUID projectId) {
        return facts(sql, projectId).hasOrganizations();
    }

    /** The organization that new users join; it may be gone when they do. */
    public Optional<UUID> defaultOrganization(Handle sql, UUID projectId) {
        return Optional.ofNullable(facts(sql, projectId).defaultId());
    }

    /** To be called by whatever adds, removes or marks organizations. */
    void changed(Transaction tx, UUID projectId) {
        tx.signal(TOPIC, projectId);
    }

    private Facts facts(Handle sql, UUID projectId) {
        return facts.get(projectId, id -> load(sql, id));
    }

    private static Facts load(Handle sql, UUID projectId) {
        return sql.createQuery("""
                        select exists(select from access.organizations where project_id = :projectId) as has_any,
                            (select id from access.organizations where project_id = :projectId and is_default)
                                as default_id
                        """)
                .bind("projectId", projectId)
                .map((row, context) -> new Facts(row.getBoolean("has_any"), Columns.optionalUuid(row, "default_id")))
                .one();
    }
}
