package dev.latchkey.identity.setup;

import dev.latchkey.identity.account.AccountSettings;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appoints the user whom the configuration names at their first call that needs an administrator, if their address is
 * verified and there is no administrator yet (auth-api.md 19).
 */
public final class BootstrapAdministrator {

    private final Database database;
    private final AdministratorStore store = new AdministratorStore();
    private final UUID projectId;
    private final @Nullable String address;

    /** @param address nobody is appointed without one */
    private BootstrapAdministrator(Database database, UUID projectId, Optional<String> address) {
        this.database = database;
        this.projectId = projectId;
        this.address = address.map(EmailAddress::normalForm).orElse(null);
    }

    /** @param projectId of the administrators, the default project */
    public static BootstrapAdministrator from(Settings settings, Database database, UUID projectId) {
        return new BootstrapAdministrator(database, projectId, settings.find(AccountSettings.BOOTSTRAP_ADMIN_EMAIL));
    }

    /** Whether the user has been appointed just now. */
    public boolean appoints(User user, Origin origin) {
        boolean named = address != null
                && user.emailVerified()
                && address.equals(user.email())
                && user.projectId().equals(projectId);
        return named
                && database.write(tx -> {
                    store.lock(tx.sql());
                    if (store.exists(tx.sql())) {
                        return false;
                    }
                    store.appoint(tx.sql(), user.id(), tx.now());
                    tx.audit(AuditEvent.success("user.system_admin_granted", origin, projectId, "user", user.id())
                            .with("by", "BOOTSTRAP_ADMIN_EMAIL"));
                    return true;
                });
    }
}
