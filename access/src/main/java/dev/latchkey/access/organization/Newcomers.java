package dev.latchkey.access.organization;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of new users: they join the organization whose own provider has brought them, or else the project's default
 * one, and may be given one of their own.
 */
public final class Newcomers {

    private static final int MAX_NAME = 240;

    private final OrganizationStore store;
    private final Organizations organizations;
    private final KnownProjects projects;
    private final boolean personal;

    /** @param personal whether each new user gets an organization of their own */
    public Newcomers(OrganizationStore store, Organizations organizations, KnownProjects projects, boolean personal) {
        this.store = store;
        this.organizations = organizations;
        this.projects = projects;
        this.personal = personal;
    }

    /**
     * The organization of others comes first: it is the one that their sessions act for.
     *
     * @param organization whose own provider has brought the user; {@code null} for none
     */
    public void registered(Transaction tx, User user, @Nullable UUID organization) {
        if (organization == null) {
            joinDefault(tx, user.projectId(), user.id());
        } else {
            joins(tx, user.projectId(), organization, user.id(), "sso");
        }
        if (personal) {
            organizations.create(
                    tx,
                    user.projectId(),
                    user.id(),
                    personalName(user),
                    Slug.parse("personal-" + user.id()),
                    Organizations.Kind.PERSONAL,
                    Origin.SYSTEM);
        }
    }

    /** Makes up for what was not done when the user was new; who has left or was removed stays away. */
    boolean makeUp(Transaction tx, UUID projectId, UUID userId) {
        return projects.defaultOrganization(tx.sql(), projectId)
                .filter(organization -> !store.isFormerMember(tx.sql(), organization, userId))
                .filter(organization -> joins(tx, projectId, organization, userId, "default"))
                .isPresent();
    }

    private void joinDefault(Transaction tx, UUID projectId, UUID userId) {
        projects.defaultOrganization(tx.sql(), projectId)
                .ifPresent(organization -> joins(tx, projectId, organization, userId, "default"));
    }

    private boolean joins(Transaction tx, UUID projectId, UUID organization, UUID userId, String by) {
        boolean joined = store.join(
                        tx.sql(),
                        projectId,
                        organization,
                        new OrganizationStore.NewMember(userId, BuiltInRole.MEMBER, null),
                        tx.now())
                .isPresent();
        if (joined) {
            tx.audit(AuditEvent.success("member.joined", Origin.SYSTEM, projectId, "user", userId)
                    .in(organization)
                    .with("role", BuiltInRole.MEMBER.wireName())
                    .with("by", by));
        }
        return joined;
    }

    /** Whether users of the project may be members of anything; false only where nobody is. */
    public boolean maySomebodyBeMember(Transaction tx, UUID projectId) {
        return personal || projects.hasOrganizations(tx.sql(), projectId);
    }

    private static OrganizationName personalName(User user) {
        String name = user.displayName() == null
                ? ""
                : user.displayName().replaceAll("\\p{Cntrl}", " ").strip();
        if (name.isEmpty()) {
            return new OrganizationName("Personal");
        }
        String shortened = name.codePointCount(0, name.length()) <= MAX_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
        return new OrganizationName(shortened + " (personal)");
    }
}
