package dev.latchkey.server.guide;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.access.role.Permissions;
import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.StepUp;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who may call what, read off the route table; {@code docs/permissions.md} is made of it. */
public final class PermissionMatrix {

    /** Kinds of callers. Roles are those of the organization in the path. */
    public enum Kind {
        ANONYMOUS("anonymous", null),
        OUTSIDER("signed in", null),
        VIEWER("viewer", BuiltInRole.VIEWER),
        MEMBER("member", BuiltInRole.MEMBER),
        CUSTOM("custom role", BuiltInRole.MEMBER),
        ADMIN("admin", BuiltInRole.ADMIN),
        OWNER("owner", BuiltInRole.OWNER),
        USER_KEY("user's API key", null),
        SYSTEM_ADMIN("system admin", null),
        FOREIGN_ADMIN("system admin of another project", null),
        PROJECT_KEY("project key", null),
        OPERATOR("operator", null);

        private final String title;
        private final @Nullable BuiltInRole role;

        Kind(String title, @Nullable BuiltInRole role) {
            this.title = title;
            this.role = role;
        }

        /** Signed in, whoever it is. */
        public boolean hasSession() {
            return switch (this) {
                case OUTSIDER, VIEWER, MEMBER, CUSTOM, ADMIN, OWNER, SYSTEM_ADMIN, FOREIGN_ADMIN -> true;
                case ANONYMOUS, USER_KEY, PROJECT_KEY, OPERATOR -> false;
            };
        }

        private boolean isAdmin() {
            return this == SYSTEM_ADMIN || this == FOREIGN_ADMIN;
        }
    }

    /** What the member with the custom role holds besides a member's permissions. */
    public static final List<String> CUSTOM_PERMISSIONS = List.of("content:*", "invite:create");

    private static final List<Kind> GENERAL = List.of(
            Kind.ANONYMOUS,
            Kind.OUTSIDER,
            Kind.USER_KEY,
            Kind.SYSTEM_ADMIN,
            Kind.FOREIGN_ADMIN,
            Kind.PROJECT_KEY,
            Kind.OPERATOR);
    private static final List<Kind> OF_ORGANIZATION = List.of(
            Kind.ANONYMOUS,
            Kind.OUTSIDER,
            Kind.VIEWER,
            Kind.MEMBER,
            Kind.CUSTOM,
            Kind.ADMIN,
            Kind.OWNER,
            Kind.SYSTEM_ADMIN,
            Kind.FOREIGN_ADMIN,
            Kind.PROJECT_KEY,
            Kind.OPERATOR);

    private final List<Route> routes;

    public PermissionMatrix(List<Route> routes) {
        this.routes = routes.stream()
                .sorted(Comparator.comparing((Route route) -> route.path().toString())
                        .thenComparing(Route::method))
                .toList();
    }

    /** Whether the guard of the route, and its permission, let such a caller in. */
    public static boolean admits(Route route, Kind kind) {
        boolean guard =
                switch (route.guard()) {
                    case OPEN, PUBLIC -> true;
                    case PROJECT_KEY -> kind == Kind.PROJECT_KEY;
                    case PROJECT_KEY_OR_OPERATOR -> kind == Kind.PROJECT_KEY || kind == Kind.OPERATOR;
                    case OPERATOR -> kind == Kind.OPERATOR;
                    case SYSTEM_ADMIN -> kind.isAdmin();
                    case SYSTEM_ADMIN_OR_OPERATOR -> kind.isAdmin() || kind == Kind.OPERATOR;
                    case BACKEND_OR_SYSTEM_ADMIN -> kind.isAdmin() || kind == Kind.PROJECT_KEY || kind == Kind.OPERATOR;
                    case INSTALLATION_ADMIN -> kind == Kind.SYSTEM_ADMIN || kind == Kind.OPERATOR;
                    case USER_OR_PROJECT_KEY -> kind.hasSession() || kind == Kind.USER_KEY || kind == Kind.PROJECT_KEY;
                    case USER -> kind.hasSession() || kind == Kind.USER_KEY;
                    case SESSION -> kind.hasSession();
                };
        Permission permission = route.permission();
        return guard && (permission == null || holds(kind, permission));
    }

    /** An admin of another project is a stranger to the organization, whatever they are at home. */
    private static boolean holds(Kind kind, Permission permission) {
        if (kind == Kind.SYSTEM_ADMIN && permission.systemAdmins()) {
            return true;
        }
        BuiltInRole role = kind.role;
        if (role == null) {
            return false;
        }
        Permissions held = role.held();
        return (kind == Kind.CUSTOM ? held.and(Permissions.of(CUSTOM_PERMISSIONS)) : held).include(permission.name());
    }

    /** The page, in Markdown. */
    public String render() {
        return """
                # Who may call what

                Made of the route table by `PermissionMatrixTest`, which also calls every route as every kind of caller. "yes"
                means that the guard lets the caller in; what the call then does may still be refused, for a row of somebody
                else (404) or a rule of its own (a sentence in the API document). *now* marks routes that ask a signed-in user
                to have proved who they are within the last minutes. An API key of a user reaches what its scopes
                allow, in an organization with its user's role. Of project keys, the scope is named that they need: those
                made without scopes have all.

                ## Routes of organizations

                The roles are those in the organization of the path. The custom role of this table is a member's, with %s
                on top.

                %s
                ## All other routes

                %s""".formatted(
                CUSTOM_PERMISSIONS.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" and ")),
                table(OF_ORGANIZATION, true),
                table(GENERAL, false));
    }

    /** Of project keys, what scope they need. */
    private static String word(Route route, Kind kind) {
        if (!admits(route, kind)) {
            return "-";
        }
        Scope scope = route.scope();
        return kind == Kind.PROJECT_KEY && scope != null ? "`" + scope.text() + "`" : "yes";
    }

    private String table(List<Kind> kinds, boolean ofOrganizations) {
        StringBuilder text = new StringBuilder("| route |");
        kinds.forEach(kind -> text.append(' ').append(kind.title).append(" |"));
        text.append("\n|---|").append("---|".repeat(kinds.size())).append('\n');
        routes.stream()
                .filter(route -> (route.permission() != null) == ofOrganizations)
                .forEach(route -> {
                    text.append("| `").append(route.name()).append('`');
                    text.append(route.stepUp() == StepUp.NONE ? " |" : " *now* |");
                    kinds.forEach(
                            kind -> text.append(' ').append(word(route, kind)).append(" |"));
                    text.append('\n');
                });
        return text.toString();
    }
}
