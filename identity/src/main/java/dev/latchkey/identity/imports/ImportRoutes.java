package dev.latchkey.identity.imports;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.util.List;

/** Moving to this server: users come with the password hashes that another system made. */
public final class ImportRoutes {

    private final UserImport users;
    private final ProjectResolver projects;

    public ImportRoutes(SharedServices shared) {
        this.users = new UserImport(shared.database(), shared.newAccounts(), shared.registry(), shared.clock());
        this.projects = shared.projects();
    }

    public List<Route> routes() {
        return List.of(Route.post("/users/import")
                .style(Style.MUX)
                .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                .scope(Scope.USERS_WRITE)
                .body(ImportUsers.class)
                .answer(200, ImportAnswer.class)
                .answer(400, "The body is malformed; what is wrong with a single user is told in its result")
                .summary(
                        "Users",
                        "Brings up to 100 users along with their password hashes, which are replaced at the first sign-in.")
                .handle(this::importUsers));
    }

    private Reply importUsers(Call call) {
        ImportUsers body = call.body(ImportUsers.class);
        return Reply.ok(users.run(projects.projectOf(call), body, call.origin()));
    }
}
