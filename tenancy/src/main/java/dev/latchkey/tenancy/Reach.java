package dev.latchkey.tenancy;

import dev.latchkey.platform.http.Caller;
import java.util.UUID;

/**
 * How far a caller reaches: the operator to every developer and project, a project key to its own project and that
 * project's developer. What lies beyond is answered like an unknown id.
 */
public final class Reach {

    private Reach() {}

    public static boolean developer(Caller caller, UUID developerId) {
        return switch (caller) {
            case Caller.Operator operator -> true;
            case Caller.ProjectKey key -> key.developer().equals(developerId);
            case Caller.User user -> false;
            case Caller.Anonymous nobody -> false;
        };
    }

    public static boolean project(Caller caller, UUID projectId) {
        return switch (caller) {
            case Caller.Operator operator -> true;
            case Caller.ProjectKey key -> key.project().equals(projectId);
            case Caller.User user -> false;
            case Caller.Anonymous nobody -> false;
        };
    }
}
