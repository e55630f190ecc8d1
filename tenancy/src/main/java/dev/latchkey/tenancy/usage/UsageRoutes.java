package dev.latchkey.tenancy.usage;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import dev.latchkey.tenancy.Reach;
import dev.latchkey.tenancy.project.ProjectRoutes;
import dev.latchkey.tenancy.project.Projects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Shows what keys were used for: a project key its own project's, the operator any project's. */
public final class UsageRoutes {

    private static final int MOST_HOURS = 24 * 7;

    private final UsageStore store;
    private final Projects projects;
    private final Clock clock;

    public UsageRoutes(UsageStore store, Projects projects, Clock clock) {
        this.store = store;
        this.projects = projects;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.get("/projects/{id}/usage")
                .style(Style.MUX)
                .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                .scope(Scope.PROJECT_READ)
                .query("hours", Integer.class, "Of the last so many hours, 24 by default, 168 at most.")
                .answer(200, UsageReport.class)
                .summary("Projects", "Counts the requests of a project's keys.")
                .handle(this::show));
    }

    private Reply show(Call call) {
        UUID id = call.id("id", () -> unknown(call));
        if (!Reach.project(call.caller(), id) || projects.find(id).isEmpty()) {
            throw unknown(call);
        }
        int hours = call.query().integer("hours", 24, 1, MOST_HOURS);
        Instant since = clock.instant().minus(Duration.ofHours(hours));
        return Reply.ok(UsageReport.of(id, since, store.since(id, since)));
    }

    private static ApiException unknown(Call call) {
        return ProjectRoutes.notFound(call.pathParameter("id"));
    }
}
