package dev.latchkey.identity.user;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The users of a project, for its backend (mux-api.md 5.6). */
public final class UserRoutes {

    private static final String TAG = "Users";

    private final Users users;
    private final ProjectResolver projects;

    public UserRoutes(
            Database database, UserStore store, Registry registry, SessionRevoker sessions, ProjectResolver projects) {
        this.users = new Users(database, store, registry, sessions);
        this.projects = projects;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/users")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.USERS_WRITE)
                        .body(CreateUser.class)
                        .answer(201, UserView.class)
                        .answer(409, "The authId or the e-mail address is taken")
                        .summary(TAG, "Creates a user without a wallet.")
                        .handle(this::create),
                Route.post("/users/find-or-create")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.USERS_WRITE)
                        .body(FindOrCreateUser.class)
                        .answer(200, FoundUser.class)
                        .answer(403, "The user is not active")
                        .summary(TAG, "Finds a user by authId, or creates it.")
                        .handle(this::findOrCreate),
                Route.get("/users")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.USERS_READ)
                        .query("page", Integer.class, "Which page, from 1")
                        .query("limit", Integer.class, "Rows of a page, 50 by default, at most 200")
                        .query("status", UserStatus.class, "Only users in this state; other values are ignored")
                        .answer(200, Route.listOf(UserRow.class))
                        .summary(TAG, "Lists the users that are not deleted, newest first.")
                        .handle(this::list),
                Route.get("/users/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.USERS_READ)
                        .answer(200, UserView.class)
                        .answer(404, "No such user")
                        .summary(TAG, "Shows one user.")
                        .handle(this::get),
                Route.patch("/users/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.USERS_WRITE)
                        .body(ChangeUser.class)
                        .answer(200, UserView.class)
                        .answer(404, "No such user")
                        .answer(409, "The status cannot change so, or the e-mail address is taken")
                        .summary(TAG, "Changes a user; null clears a value.")
                        .handle(this::change),
                Route.delete("/users/{id}")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.USERS_WRITE)
                        .answer(200, UserRow.class)
                        .answer(404, "No such user")
                        .answer(409, "Deleted already, or DISABLED")
                        .summary(TAG, "Deletes a user softly: it is hidden and can never sign in again.")
                        .handle(this::delete));
    }

    private Reply create(Call call) {
        CreateUser body = call.body(CreateUser.class);
        return Reply.created(UserView.of(users.create(projects.projectOf(call), body, call.origin())));
    }

    private Reply findOrCreate(Call call) {
        FindOrCreateUser body = call.body(FindOrCreateUser.class);
        return Reply.ok(users.findOrCreate(projects.projectOf(call), body, call.origin()));
    }

    private Reply list(Call call) {
        Page page = Page.byNumber(call, "limit", Page.DEFAULT_LIMIT);
        List<UserRow> rows = users.newest(projects.projectOf(call), status(call), page.fetch(), page.offset()).stream()
                .map(UserRow::of)
                .toList();
        return page.reply(call, rows);
    }

    private Reply get(Call call) {
        return Reply.ok(UserView.of(users.get(projects.projectOf(call), id(call))));
    }

    private Reply change(Call call) {
        ChangeUser body = call.body(ChangeUser.class);
        return Reply.ok(UserView.of(users.change(projects.projectOf(call), id(call), body, call.origin())));
    }

    private Reply delete(Call call) {
        return Reply.ok(UserRow.of(users.delete(projects.projectOf(call), id(call), call.caller(), call.origin())));
    }

    private static UUID id(Call call) {
        return call.id("id", () -> Users.unknown(call.pathParameter("id")));
    }

    private static @Nullable UserStatus status(Call call) {
        return call.query()
                .text("status")
                .flatMap(given -> Arrays.stream(UserStatus.values())
                        .filter(status -> status.name().equals(given))
                        .findFirst())
                .orElse(null);
    }
}
