package dev.latchkey.identity.setup;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.password.PasswordPolicy;
import dev.latchkey.identity.signin.NewAccount;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the first system administrator, once, for whoever holds the setup token. */
public final class Setup {

    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

    private final Database database;
    private final AdministratorStore store = new AdministratorStore();
    private final NewAccounts accounts;
    private final UserLifecycle lifecycle;
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;
    private final SetupToken token;
    private final UUID projectId;

    /** @param projectId of the administrators, the default project */
    public Setup(SharedServices shared, PasswordPolicy policy, UUID projectId) {
        this.database = shared.database();
        this.accounts = shared.newAccounts();
        this.lifecycle = shared.lifecycle();
        this.policy = policy;
        this.hasher = shared.hasher();
        this.token = new SetupToken(shared.masterKey());
        this.projectId = projectId;
    }

    boolean hasAdministrator() {
        return database.read(store::exists);
    }

    /** Tells the operator how to make the first administrator, if there is none. */
    public void announce() {
        if (!hasAdministrator()) {
            LOG.info("no system administrator yet: POST /setup/admin with setupToken {}", token.reveal());
        }
    }

    /** The administrator to be made, and the organization that is theirs and that new users join. */
    record Wanted(String email, String password, @Nullable String name, String organization) {

        @Override
        public String toString() {
            return "Wanted";
        }
    }

    /** The new administrator; throws 401 for a wrong token, 403 once there is an administrator. */
    User create(String presented, Wanted wanted, Origin origin) {
        if (hasAdministrator()) {
            throw closed();
        }
        if (!token.matches(presented)) {
            database.run(tx -> tx.audit(AuditEvent.failure("setup.admin", origin, projectId, "user", "unknown")));
            throw new ApiException(
                    401, "INVALID_TOKEN", "The setup token is wrong; the server prints it when it starts");
        }
        EmailAddress address = address(wanted.email());
        policy.require(wanted.password(), address.value());
        PasswordHash hash = hasher.hash(wanted.password());
        NewAccount account = new NewAccount(
                projectId, address.value(), true, wanted.name(), null, CredentialKind.PASSWORD, "", null, hash.phc());
        return database.write(tx -> {
            store.lock(tx.sql());
            if (store.exists(tx.sql())) {
                throw closed();
            }
            User user = accounts.create(tx, account, origin).user();
            store.appoint(tx.sql(), user.id(), tx.now());
            lifecycle.installationSetUp(tx, user, wanted.organization(), origin);
            tx.audit(AuditEvent.success("setup.admin", origin, projectId, "user", user.id()));
            return user;
        });
    }

    private static EmailAddress address(String email) {
        try {
            return EmailAddress.parseStrictly(email);
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }

    private static ApiException closed() {
        return ApiException.forbidden("This installation has an administrator already");
    }
}
