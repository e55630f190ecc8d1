package dev.latchkey.tenancy.developer;

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
import java.util.List;
import java.util.UUID;

/** The HTTP end of developers (mux-api.md 5.3); their projects are listed by the projects' routes. */
public final class DeveloperRoutes {

    private static final String HEADING = "Developers";

    private final Developers developers;

    public DeveloperRoutes(Developers developers) {
        this.developers = developers;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/developers")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .body(CreateDeveloper.class)
                        .answer(201, Developer.class)
                        .summary(HEADING, "Creates a developer.")
                        .handle(this::create),
                Route.get("/developers")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .query("limit", Integer.class, "Rows on a page, 50 by default, 200 at most.")
                        .query("offset", Integer.class, "Rows to skip.")
                        .answer(200, Route.listOf(Developer.class))
                        .summary(HEADING, "Lists developers, newest first.")
                        .handle(this::list),
                Route.get("/developers/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_READ)
                        .answer(200, Developer.class)
                        .summary(HEADING, "Shows a developer; a project key sees its own.")
                        .handle(this::show),
                Route.patch("/developers/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.PROJECT_WRITE)
                        .body(ChangeDeveloper.class)
                        .answer(200, Developer.class)
                        .summary(HEADING, "Changes a developer; a project key its own, except for the status.")
                        .handle(this::change),
                Route.delete("/developers/{id}")
                        .style(Style.MUX)
                        .guard(Guard.OPERATOR)
                        .answer(200, Developer.class)
                        .summary(HEADING, "Deletes a developer and its projects; the rows are kept and marked.")
                        .handle(this::delete));
    }

    /** What an id that leads to no developer of the caller's is answered. */
    public static ApiException notFound(String id) {
        return ApiException.notFound("Developer " + id + " not found");
    }

    private Reply create(Call call) {
        return Reply.created(developers.create(call.body(CreateDeveloper.class), call.origin()));
    }

    private Reply list(Call call) {
        Page page = Page.byOffset(call);
        return page.reply(call, developers.list(page.fetch(), page.offset()));
    }

    private Reply show(Call call) {
        return Reply.ok(developers.find(reachableId(call)).orElseThrow(() -> unknown(call)));
    }

    private Reply change(Call call) {
        UUID id = reachableId(call);
        ChangeDeveloper change = call.body(ChangeDeveloper.class);
        if (change.status() != null && !(call.caller() instanceof Caller.Operator)) {
            throw ApiException.forbidden(
                    "A developer's status reaches all of its projects: changing it needs the operator's credential");
        }
        return Reply.ok(developers.change(id, change, call.origin()).orElseThrow(() -> unknown(call)));
    }

    private Reply delete(Call call) {
        return Reply.ok(developers.delete(reachableId(call), call.origin()).orElseThrow(() -> unknown(call)));
    }

    private static UUID reachableId(Call call) {
        UUID id = call.id("id", () -> unknown(call));
        if (!Reach.developer(call.caller(), id)) {
            throw unknown(call);
        }
        return id;
    }

    private static ApiException unknown(Call call) {
        return notFound(call.pathParameter("id"));
    }
}
