package dev.latchkey.tenancy;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.tenancy.project.Project;
import dev.latchkey.tenancy.project.ProjectRoutes;
import dev.latchkey.tenancy.project.Projects;
import java.util.Optional;
import java.util.UUID;

/**
 * Which project a call speaks for: the credential's, the one named in {@code X-Latchkey-Project}, or the default one. A
 * header that disagrees with the credential, or that names no active project, is answered like an unknown id.
 */
final class ProjectChoice {

    static final String HEADER = "x-latchkey-project";

    private final Projects projects;

    ProjectChoice(Projects projects) {
        this.projects = projects;
    }

    UUID of(Call call) {
        Optional<UUID> proved = call.caller().projectId();
        Optional<String> named = call.header(HEADER);
        if (proved.isPresent()
                && named.isPresent()
                && !Call.parseUuid(named.get()).equals(proved)) {
            throw unknown(named.get());
        }
        if (call.caller() instanceof Caller.ProjectKey key) {
            return key.project();
        }
        String wanted = proved.map(UUID::toString).or(() -> named).orElse(Projects.DEFAULT_ID.toString());
        return Call.parseUuid(wanted)
                .flatMap(projects::cached)
                .filter(Project::isActive)
                .map(Project::id)
                .orElseThrow(() -> unknown(wanted));
    }

    private static ApiException unknown(String text) {
        return ProjectRoutes.notFound(text);
    }
}
