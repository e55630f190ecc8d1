package dev.latchkey.identity.imports;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.util.List;

/** Moving to this server: users come with the password hashes that another system made. */
public final class ImportRoutes {

    private final UserImport users;
    private final ProjectResolver projects;

    public ImportRoutes(
            Database database, NewAccounts accounts, Registry registry, ProjectResolver projects, Clock clock) {
        this.users = new UserImport(database, accounts, registry, clock);
        this.projects = projects;
    }

    public List<Route> routes() {
        return List.of(Route.post("/users/import")
                .style(Style.MUX)
                .guard(Guard.PROJECT_KEY_OR_OPERATOR)
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
