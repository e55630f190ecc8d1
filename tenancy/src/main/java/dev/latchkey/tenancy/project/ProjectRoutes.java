package dev.latchkey.tenancy.project;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import dev.latchkey.tenancy.Reach;
import dev.latchkey.tenancy.developer.DeveloperRoutes;
import dev.latchkey.tenancy.developer.Developers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The HTTP end of projects (mux-api.md 5.4). */
public final class ProjectRoutes {

    private static final String HEADING = "Projects";

    private final Projects projects;
    private final Developers developers;

    public ProjectRoutes(Projects projects, Developers developers) {
        this.projects = projects;
        this.developers = developers;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/developers/{id}/projects")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_READ)
                        .query("limit", Integer.class, "Rows on a page, 50 by default, 200 at most.")
                        .query("offset", Integer.class, "Rows to skip.")
                        .answer(200, Route.listOf(Project.class))
                        .summary(HEADING, "Lists a developer's projects, newest first; a project key sees its own one.")
                        .handle(this::listOfDeveloper),
                Route.post("/projects")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .body(CreateProject.class)
                        .answer(201, Project.class)
                        .summary(HEADING, "Creates a project.")
                        .handle(this::create),
                Route.get("/projects")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .query("developerId", String.class, "Only this developer's projects.")
                        .query("limit", Integer.class, "Rows on a page, 50 by default, 200 at most.")
                        .query("offset", Integer.class, "Rows to skip.")
                        .answer(200, Route.listOf(Project.class))
                        .summary(HEADING, "Lists projects, newest first.")
                        .handle(this::list),
                Route.get("/projects/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_READ)
                        .answer(200, Project.class)
                        .summary(HEADING, "Shows a project; a project key sees its own.")
                        .handle(this::show),
                Route.patch("/projects/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_WRITE)
                        .query("developerId", String.class, "Accepted; another developer's leads to 404.")
                        .body(ChangeProject.class)
                        .answer(200, Project.class)
                        .summary(HEADING, "Changes a project; moving it into or out of production needs the operator.")
                        .handle(this::change),
                Route.delete("/projects/{id}")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .query("developerId", String.class, "Accepted; another developer's leads to 404.")
                        .answer(200, Project.class)
                        .summary(HEADING, "Deletes a project and so ends its keys; the row is kept and marked.")
                        .handle(this::delete));
    }

    /** What an id that leads to no project of the caller's is answered. */
    public static ApiException notFound(String id) {
        return ApiException.notFound("Project " + id + " not found");
    }

    private Reply listOfDeveloper(Call call) {
        String text = call.pathParameter("id");
        UUID developerId = developer(call, text);
        Page page = Page.byOffset(call);
        return call.caller() instanceof Caller.ProjectKey key
                ? page.reply(call, ownOnly(key, page))
                : page.reply(call, projects.list(developerId, page.fetch(), page.offset()));
    }

    private List<Project> ownOnly(Caller.ProjectKey key, Page page) {
        Optional<Project> own = page.offset() == 0 ? projects.find(key.project()) : Optional.empty();
        return own.stream().toList();
    }

    private Reply create(Call call) {
        return Reply.created(projects.create(call.body(CreateProject.class), call.origin()));
    }

    private Reply list(Call call) {
        Optional<UUID> developerId = call.query().text("developerId").map(text -> developer(call, text));
        Page page = Page.byOffset(call);
        return page.reply(call, projects.list(developerId.orElse(null), page.fetch(), page.offset()));
    }

    private Reply show(Call call) {
        return Reply.ok(projects.find(reachableId(call)).orElseThrow(() -> unknown(call)));
    }

    private Reply change(Call call) {
        UUID id = reachableId(call);
        requireOwner(call, id);
        return Reply.ok(
                projects.change(id, call.body(ChangeProject.class), call).orElseThrow(() -> unknown(call)));
    }

    private Reply delete(Call call) {
        UUID id = reachableId(call);
        requireOwner(call, id);
        return Reply.ok(projects.delete(id, call.origin()).orElseThrow(() -> unknown(call)));
    }

    private UUID developer(Call call, String text) {
        return Call.parseUuid(text)
                .filter(id -> Reach.developer(call.caller(), id))
                .filter(id -> developers.find(id).isPresent())
                .orElseThrow(() -> DeveloperRoutes.notFound(text));
    }

    /** The contract's {@code developerId} in the query decides nothing; one that is wrong hides the project. */
    private void requireOwner(Call call, UUID projectId) {
        Optional<String> owner = call.query().text("developerId");
        if (owner.isPresent() && !isOwner(owner.get(), projectId)) {
            throw unknown(call);
        }
    }

    private boolean isOwner(String developerId, UUID projectId) {
        return projects.find(projectId)
                .filter(project -> project.developerId().toString().equals(developerId))
                .isPresent();
    }

    private static UUID reachableId(Call call) {
        UUID id = call.id("id", () -> unknown(call));
        if (!Reach.project(call.caller(), id)) {
            throw unknown(call);
        }
        return id;
    }

    private static ApiException unknown(Call call) {
        return notFound(call.pathParameter("id"));
    }
}
