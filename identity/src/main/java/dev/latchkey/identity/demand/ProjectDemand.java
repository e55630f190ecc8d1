package dev.latchkey.identity.demand;

import dev.latchkey.tenancy.Tenancy;
import dev.latchkey.tenancy.project.Project;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the projects themselves say. */
public record ProjectDemand(Tenancy tenancy) implements SecondFactorDemand {

    @Override
    public boolean isMadeBy(UUID projectId) {
        return tenancy.project(projectId).map(Project::requireSecondFactor).orElse(false);
    }

    @Override
    public boolean isMadeBy(Handle sql, UUID projectId) {
        return tenancy.project(sql, projectId).map(Project::requireSecondFactor).orElse(false);
    }
}
