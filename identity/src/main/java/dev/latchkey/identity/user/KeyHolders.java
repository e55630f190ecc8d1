package dev.latchkey.identity.user;

import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.SystemAdmin;
import java.util.Optional;
import java.util.UUID;

/**
 * Users who prove who they are by an API key (auth-api.md 4.2). Their row is read for each request, so that whoever is
 * suspended, deleted or no system admin any more is so at once.
 */
public final class KeyHolders {

    private static final String WHO_MAY_ACT = "select " + UserStore.COLUMNS + """
            from identity.users
            where id = ? and project_id = ? and status = 'ACTIVE' and deleted_at is null and deletion_due_at is null
            """;

    private final Database database;
    private final UUID defaultProject;
    private final boolean verifiedOnly;
    private final SecondFactorDemand demand;

    /**
     * @param defaultProject whose system admins look after the installation
     * @param verifiedOnly whether an address has to be verified before its user may do anything
     * @param demand of a second factor, by some projects
     */
    public KeyHolders(Database database, UUID defaultProject, boolean verifiedOnly, SecondFactorDemand demand) {
        this.database = database;
        this.defaultProject = defaultProject;
        this.verifiedOnly = verifiedOnly;
        this.demand = demand;
    }

    /**
     * Leaves in the call what a session would: the user, and whether they are a system admin. One statement.
     *
     * @throws ApiException 401 when there is no such user, or they may not act, or are about to be erased; 403 when they
     *     have to verify their address or to set up a second factor first
     */
    public void admit(Call call, UUID projectId, UUID userId) {
        User user = active(projectId, userId)
                .orElseThrow(() -> new ApiException(401, "INVALID_TOKEN", "The API key is not valid"));
        if (hasToVerify(user)) {
            throw ApiException.forbidden("Verify your e-mail address first");
        }
        if (demand.isUnmetBy(user)) {
            throw new ApiException(
                    403, "SECOND_FACTOR_REQUIRED", "This project demands a second factor: sign in and set one up");
        }
        call.attribute(User.class, user);
        if (user.systemAdmin()) {
            call.attribute(
                    SystemAdmin.class,
                    new SystemAdmin(user.id(), user.projectId().equals(defaultProject)));
        }
    }

    /** The user, if {@link #admit} would let them in. */
    public Optional<User> find(UUID projectId, UUID userId) {
        return active(projectId, userId).filter(user -> !hasToVerify(user) && !demand.isUnmetBy(user));
    }

    private Optional<User> active(UUID projectId, UUID userId) {
        return database.lookUp(WHO_MAY_ACT, UserStore::user, userId, projectId);
    }

    private boolean hasToVerify(User user) {
        return verifiedOnly && user.email() != null && !user.emailVerified();
    }
}
