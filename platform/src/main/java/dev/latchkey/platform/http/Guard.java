package dev.latchkey.platform.http;

/** Who may call a route. The route table shows it, {@link Gatekeeper} enforces it. */
public enum Guard {
    /** Anybody; a credential, if sent, must be valid. */
    PUBLIC,
    /** Anybody; credentials are not even looked at (health, documents, the sign-in calls that replace a session). */
    OPEN,
    /** A project key. */
    PROJECT_KEY,
    /** A project key for its own rows, the operator for all. */
    PROJECT_KEY_OR_OPERATOR,
    /** The operator only. */
    OPERATOR,
    /** A signed-in system admin for the own project, the operator for all. */
    SYSTEM_ADMIN_OR_OPERATOR,
    /** A signed-in user. */
    USER;

    /** Whether {@code caller}, who sends {@code call}, is let in. */
    boolean admits(Caller caller, Call call) {
        return switch (this) {
            case PUBLIC, OPEN -> true;
            case PROJECT_KEY -> caller instanceof Caller.ProjectKey;
            case PROJECT_KEY_OR_OPERATOR -> caller instanceof Caller.ProjectKey || caller instanceof Caller.Operator;
            case OPERATOR -> caller instanceof Caller.Operator;
            case SYSTEM_ADMIN_OR_OPERATOR -> caller instanceof Caller.Operator || isSystemAdmin(caller, call);
            case USER -> caller instanceof Caller.UserSession;
        };
    }

    private static boolean isSystemAdmin(Caller caller, Call call) {
        return caller instanceof Caller.UserSession session
                && call.attribute(SystemAdmin.class)
                        .map(admin -> admin.userId().equals(session.userId()))
                        .orElse(false);
    }
}
