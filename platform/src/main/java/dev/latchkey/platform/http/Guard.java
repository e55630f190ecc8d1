package dev.latchkey.platform.http;

import java.util.Optional;

/** Who may call a route. The route table shows it, {@link Gatekeeper} enforces it. */
public enum Guard {
    /** Anybody; a credential, if sent, must be valid. */
    PUBLIC("anybody"),
    /** Anybody; credentials are not even looked at (health, documents, the sign-in calls that replace a session). */
    OPEN("anybody"),
    /** A project key. */
    PROJECT_KEY("a project key"),
    /** A project key for its own rows, the operator for all. */
    PROJECT_KEY_OR_OPERATOR("a project key or the operator"),
    /** The operator only. */
    OPERATOR("the operator"),
    /** A signed-in system admin in person. */
    SYSTEM_ADMIN("a signed-in system admin"),
    /** A signed-in system admin for the own project, the operator for all. */
    SYSTEM_ADMIN_OR_OPERATOR("a system admin or the operator"),
    /** A project key or a signed-in system admin for their project, the operator for all. */
    BACKEND_OR_SYSTEM_ADMIN("a project key, a system admin or the operator"),
    /** For what is one for the whole installation: the operator, or a system admin of the default project. */
    INSTALLATION_ADMIN("a system admin of the default project, or the operator"),
    /** A user: signed in, or by an API key of their own. */
    USER("a user, by access token or API key"),
    /** A user, as for {@link #USER}, or an application's backend with its project key. */
    USER_OR_PROJECT_KEY("a user, by access token or API key, or a project key"),
    /** A signed-in user with a live session. */
    SESSION("a signed-in user");

    private final String callers;

    Guard(String callers) {
        this.callers = callers;
    }

    /** Who may call, in words: {@code a project key or the operator}. */
    public String callers() {
        return callers;
    }

    /** Whether system admins are among those who may call. */
    public boolean takesSystemAdmins() {
        return this == SYSTEM_ADMIN
                || this == SYSTEM_ADMIN_OR_OPERATOR
                || this == BACKEND_OR_SYSTEM_ADMIN
                || this == INSTALLATION_ADMIN;
    }

    /** Whether project keys are among those who must prove who they are. */
    public boolean takesProjectKeys() {
        return this == PROJECT_KEY
                || this == PROJECT_KEY_OR_OPERATOR
                || this == BACKEND_OR_SYSTEM_ADMIN
                || this == USER_OR_PROJECT_KEY;
    }

    /** Whether people are among those who may call, and so cookies count. */
    public boolean takesUsers() {
        return this == USER || this == USER_OR_PROJECT_KEY || this == SESSION || takesSystemAdmins();
    }

    /** Whether {@code caller}, who sends {@code call}, is let in. */
    boolean admits(Caller caller, Call call) {
        return switch (this) {
            case PUBLIC, OPEN -> true;
            case PROJECT_KEY -> caller instanceof Caller.ProjectKey;
            case PROJECT_KEY_OR_OPERATOR -> caller instanceof Caller.ProjectKey || caller instanceof Caller.Operator;
            case OPERATOR -> caller instanceof Caller.Operator;
            case SYSTEM_ADMIN ->
                caller instanceof Caller.UserSession
                        && systemAdmin(caller, call).isPresent();
            case SYSTEM_ADMIN_OR_OPERATOR ->
                caller instanceof Caller.Operator || systemAdmin(caller, call).isPresent();
            case BACKEND_OR_SYSTEM_ADMIN ->
                caller instanceof Caller.ProjectKey
                        || caller instanceof Caller.Operator
                        || systemAdmin(caller, call).isPresent();
            case INSTALLATION_ADMIN ->
                caller instanceof Caller.Operator
                        || systemAdmin(caller, call)
                                .map(SystemAdmin::ofDefaultProject)
                                .orElse(false);
            case USER -> caller instanceof Caller.User;
            case USER_OR_PROJECT_KEY -> caller instanceof Caller.User || caller instanceof Caller.ProjectKey;
            case SESSION -> caller instanceof Caller.UserSession;
        };
    }

    private static Optional<SystemAdmin> systemAdmin(Caller caller, Call call) {
        return call.attribute(SystemAdmin.class)
                .filter(admin ->
                        caller instanceof Caller.User user && user.userId().equals(admin.userId()));
    }
}
