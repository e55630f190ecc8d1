package dev.latchkey.access.organization;

import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.settings.SettingHome;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The organization that new users of one project join, for a setting that shows and chooses it. */
public final class DefaultOrganization implements SettingHome {

    private final OrganizationStore store;
    private final Organizations organizations;
    private final UUID projectId;

    public DefaultOrganization(OrganizationStore store, Organizations organizations, UUID projectId) {
        this.store = store;
        this.organizations = organizations;
        this.projectId = projectId;
    }

    @Override
    public Optional<String> read(Handle sql) {
        return store.defaultOf(sql, projectId).map(UUID::toString);
    }

    @Override
    public void write(Transaction tx, Optional<String> text, Origin origin) {
        Optional<UUID> id = text.filter(given -> !given.isEmpty()).map(UUID::fromString);
        if (id.isEmpty()) {
            organizations.haveNoDefault(tx, projectId, origin);
            return;
        }
        Organization organization = store.lock(tx.sql(), projectId, id.get())
                .filter(found -> !found.isPersonal())
                .orElseThrow(() -> new InvalidValueException(
                        "must be an organization of the default project, and not a personal one"));
        organizations.makeDefault(tx, organization, origin);
    }
}
