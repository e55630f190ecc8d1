package dev.latchkey.identity.administration;

import dev.latchkey.identity.account.Deletion;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.user.UserStatus;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The users of a project, for its system admins and the operator (admin-settings.md 2). */
public final class AdminUserRoutes {

    private static final String TAG = "Administration";

    private final Database database;
    private final AdminUserStore store = new AdminUserStore();
    private final AdminUsers users;
    private final Impersonation impersonation;
    private final ProjectResolver projects;
    private final String path;

    public AdminUserRoutes(SharedServices shared, Deletion deletion) {
        this.database = shared.database();
        this.users = new AdminUsers(shared, deletion);
        this.impersonation = new Impersonation(database, shared.users(), shared.sessions());
        this.projects = shared.projects();
        this.path = shared.basePath() + "/admin/users";
    }

    public List<Route> routes() {
        return List.of(
                Route.get(path)
                        .forAdministrators()
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip, at most 1,000,000; a cursor is faster")
                        .query("cursor", String.class, "Where the page begins: nextCursor of the page before")
                        .query("search", String.class, "The beginning of an address or a name")
                        .query("status", UserStatus.class, "Only users in this state")
                        .query("authMethod", String.class, "Only users with this way to sign in, e.g. google")
                        .query("systemAdmin", Boolean.class, "Only system admins, or only others")
                        .answer(200, UserList.class)
                        .summary(TAG, "Lists and finds users, newest first.")
                        .handle(this::list),
                Route.get(path + "/stats")
                        .forAdministrators()
                        .answer(200, AdminUsers.UserStats.class)
                        .summary(TAG, "Counts the users, in all and by way to sign in.")
                        .handle(call -> Reply.ok(users.stats(project(call)))),
                Route.get(path + "/{id}")
                        .forAdministrators()
                        .answer(200, AdminUser.class)
                        .answer(404, "No such user")
                        .summary(TAG, "Shows one user.")
                        .handle(call -> Reply.ok(users.get(project(call), id(call)))),
                Route.patch(path + "/{id}")
                        .forAdministrators()
                        .body(AdminUserChange.class)
                        .answer(200, AdminUser.class)
                        .answer(400, "Somebody else has the e-mail address")
                        .answer(404, "No such user")
                        .summary(TAG, "Changes name, address, and whether the address is verified.")
                        .handle(this::change),
                Route.delete(path + "/{id}")
                        .forAdministrators()
                        .answer(200, Message.class)
                        .answer(400, "The own account, or a system admin's")
                        .answer(404, "No such user")
                        .summary(TAG, "Erases a user's personal data and sessions, at once and for good.")
                        .handle(this::delete),
                Route.patch(path + "/{id}/system-admin")
                        .forAdministrators()
                        .body(SetSystemAdmin.class)
                        .answer(200, Message.class)
                        .answer(400, "The own flag, or the last system admin's")
                        .answer(404, "No such user")
                        .summary(TAG, "Makes a user a system admin of the project, or an ordinary user again.")
                        .handle(this::setSystemAdmin),
                Route.post(path + "/{id}/force-password-reset")
                        .forAdministrators()
                        .answer(200, Message.class)
                        .answer(400, "The user has no e-mail address")
                        .answer(404, "No such user")
                        .summary(TAG, "Mails the user a link to set a new password.")
                        .handle(this::forceReset),
                Route.post(path + "/{id}/suspend")
                        .forAdministrators()
                        .optionalBody(Suspend.class)
                        .answer(200, AdminUser.class)
                        .answer(400, "The own account, or a system admin's")
                        .answer(404, "No such user")
                        .summary(TAG, "Signs a user out and lets them in by no way until they are reactivated.")
                        .handle(this::suspend),
                Route.post(path + "/{id}/reactivate")
                        .forAdministrators()
                        .answer(200, AdminUser.class)
                        .answer(400, "A disabled user stays so")
                        .answer(404, "No such user")
                        .summary(TAG, "Lets a suspended user in again.")
                        .handle(call -> Reply.ok(users.reactivate(project(call), id(call), call.origin()))),
                Route.post(path + "/{id}/mfa/reset")
                        .forAdministrators()
                        .answer(200, Message.class)
                        .answer(400, "No second factor is set up")
                        .answer(404, "No such user")
                        .summary(TAG, "Takes a lost second factor away and ends the user's sessions.")
                        .handle(this::resetSecondFactor),
                Route.delete(path + "/{id}/sessions")
                        .forAdministrators()
                        .answer(200, EndedSessions.class)
                        .answer(404, "No such user")
                        .summary(TAG, "Ends all sessions of a user.")
                        .handle(call ->
                                Reply.ok(new EndedSessions(users.endSessions(project(call), id(call), call.origin())))),
                Route.post(path + "/{id}/impersonate")
                        .style(Style.AUTH)
                        .guard(Guard.SYSTEM_ADMIN)
                        .rate(RateClass.GENERAL)
                        .stepUp(StepUp.RECENT)
                        .body(Impersonate.class)
                        .answer(200, Impersonation.Granted.class)
                        .answer(400, "A system admin, or a user who is not active")
                        .answer(404, "No such user")
                        .summary(
                                TAG,
                                "Gives a system admin a short session to see what the user sees; it changes nothing.")
                        .handle(this::impersonate));
    }

    private Reply list(Call call) {
        Page asked = Page.bounded(call);
        int limit = asked.limit();
        Optional<Place> behind = Place.of(call);
        int offset = behind.isPresent() ? 0 : Math.toIntExact(asked.offset());
        AdminUserStore.Filter filter = filter(call);
        UUID project = project(call);
        return database.read(sql -> {
            List<AdminUser> found = store.newest(sql, project, filter, behind, limit + 1, offset);
            boolean more = found.size() > limit;
            List<AdminUser> shown = more ? found.subList(0, limit) : found;
            String next = more
                    ? new Place(shown.getLast().createdAt(), shown.getLast().id()).cursor()
                    : null;
            int counted = store.count(sql, project, filter);
            return Reply.ok(new UserList(
                    List.copyOf(shown),
                    Math.min(counted, AdminUserStore.COUNTED),
                    counted <= AdminUserStore.COUNTED,
                    limit,
                    offset,
                    next));
        });
    }

    private static AdminUserStore.Filter filter(Call call) {
        return new AdminUserStore.Filter(
                call.query()
                        .text("search")
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .orElse(null),
                call.query().enumeration("status", UserStatus.class).orElse(null),
                call.query().text("authMethod").orElse(null),
                call.query().text("systemAdmin").map(AdminUserRoutes::flag).orElse(null));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.invalid("systemAdmin must be true or false");
        };
    }

    private Reply change(Call call) {
        return Reply.ok(users.change(project(call), id(call), call.body(AdminUserChange.class), call.origin()));
    }

    private Reply delete(Call call) {
        users.delete(project(call), id(call), call.origin());
        return Reply.ok(new Message("The user is deleted"));
    }

    private Reply setSystemAdmin(Call call) {
        boolean wanted = call.body(SetSystemAdmin.class).isAdmin();
        users.setSystemAdmin(project(call), id(call), wanted, call.origin());
        return Reply.ok(new Message(wanted ? "The user is a system admin" : "The user is no system admin"));
    }

    private Reply forceReset(Call call) {
        users.forcePasswordReset(project(call), id(call), call.origin());
        return Reply.ok(new Message("A link to set a new password is on its way"));
    }

    private Reply suspend(Call call) {
        return Reply.ok(
                users.suspend(project(call), id(call), call.body(Suspend.class).reason(), call.origin()));
    }

    private Reply resetSecondFactor(Call call) {
        users.removeSecondFactor(project(call), id(call), call.origin());
        return Reply.ok(new Message("Two-factor authentication is off; the user can set it up again"));
    }

    private Reply impersonate(Call call) {
        return Reply.ok(
                impersonation.grant(call, id(call), call.body(Impersonate.class).reason()));
    }

    private UUID project(Call call) {
        return projects.projectOf(call);
    }

    private static UUID id(Call call) {
        return call.id("id", Administrators::unknown);
    }

    /**
     * Answer of {@code GET /admin/users}.
     *
     * @param total how many match, counted up to 10,000
     * @param totalIsExact false where there are more
     * @param nextCursor where the next page begins; absent on the last one
     */
    record UserList(
            List<AdminUser> users,
            int total,
            boolean totalIsExact,
            int limit,
            int offset,
            @Nullable String nextCursor) {}

    /** Body of {@code PATCH /admin/users/{id}}; what is left out stays. */
    record AdminUserChange(
            @Length(min = 1, max = 100) @Nullable String name,
            @Length(min = 3, max = 320) @Nullable String email,
            @Nullable Boolean emailVerified) {

        List<String> names() {
            List<String> names = new ArrayList<>();
            if (name != null) {
                names.add("name");
            }
            if (email != null) {
                names.add("email");
            }
            if (emailVerified != null) {
                names.add("emailVerified");
            }
            return names;
        }
    }

    /** Body of {@code PATCH /admin/users/{id}/system-admin}. */
    record SetSystemAdmin(boolean isAdmin) {}

    /** Body of {@code POST /admin/users/{id}/suspend}. */
    record Suspend(@Length(min = 1, max = 500) @Nullable String reason) {}

    /** Body of {@code POST /admin/users/{id}/impersonate}: why, for the audit log. */
    record Impersonate(@Length(min = 3, max = 500) String reason) {}

    /** Answer to who ends sessions. */
    record EndedSessions(int revokedCount) {}
}
