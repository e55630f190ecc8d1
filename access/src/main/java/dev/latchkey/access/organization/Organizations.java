package dev.latchkey.access.organization;

import dev.latchkey.access.policy.PolicySets;
import dev.latchkey.identity.session.SessionOrganizations;
import dev.latchkey.identity.sso.OrganizationProviders;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;

/** Makes, changes and deletes organizations (access.md 1). */
public final class Organizations {

    private final OrganizationStore store;
    private final KnownProjects projects;
    private final SessionOrganizations sessions = new SessionOrganizations();
    private final OrganizationProviders providers = new OrganizationProviders();

    public Organizations(OrganizationStore store, KnownProjects projects) {
        this.store = store;
        this.projects = projects;
    }

    /** What kind of organization is made. */
    public enum Kind {
        ORDINARY,
        PERSONAL,
        DEFAULT
    }

    /**
     * Makes an organization with one member, its owner.
     *
     * @throws ApiException 400 when another one of the project has the slug
     */
    public Organization create(
            Transaction tx, UUID projectId, UUID ownerId, OrganizationName name, Slug slug, Kind kind, Origin origin) {
        Organization organization = new Organization(
                UUID.randomUUID(),
                projectId,
                name.value(),
                slug.value(),
                null,
                kind == Kind.PERSONAL,
                kind == Kind.DEFAULT,
                ownerId,
                tx.now(),
                tx.now());
        if (!store.insert(tx.sql(), organization)) {
            throw slugTaken();
        }
        projects.changed(tx, projectId);
        tx.audit(AuditEvent.success("org.created", origin, projectId, "organization", organization.id())
                .in(organization.id())
                .with("slug", organization.slug())
                .with("owner", ownerId.toString()));
        return organization;
    }

    /** Removes the organization and all that hangs on it; sessions that act for it act for none. */
    public void delete(Transaction tx, Organization organization, Origin origin) {
        store.delete(tx.sql(), organization.id());
        sessions.organizationDeleted(tx, organization.id());
        providers.organizationDeleted(tx, organization.projectId(), organization.id());
        projects.changed(tx, organization.projectId());
        tx.signal(PolicySets.TOPIC, organization.id());
        tx.audit(AuditEvent.success("org.deleted", origin, organization.projectId(), "organization", organization.id())
                .in(organization.id())
                .with("name", organization.name())
                .with("slug", organization.slug()));
    }

    /** Makes it the organization that new users of its project join, and no other. */
    public void makeDefault(Transaction tx, Organization organization, Origin origin) {
        store.setDefault(tx.sql(), organization.projectId(), organization.id());
        projects.changed(tx, organization.projectId());
        tx.audit(AuditEvent.success(
                        "admin.default_org_set", origin, organization.projectId(), "organization", organization.id())
                .in(organization.id()));
    }

    /** New users of the project join no organization. */
    void haveNoDefault(Transaction tx, UUID projectId, Origin origin) {
        store.setDefault(tx.sql(), projectId, null);
        projects.changed(tx, projectId);
        tx.audit(AuditEvent.success("admin.default_org_set", origin, projectId, "project", projectId));
    }

    static ApiException slugTaken() {
        return ApiException.invalid("slug is taken by another organization");
    }
}
