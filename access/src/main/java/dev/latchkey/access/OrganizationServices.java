package dev.latchkey.access;

import dev.latchkey.access.invite.Invitations;
import dev.latchkey.access.member.Departures;
import dev.latchkey.access.member.MemberRoutes;
import dev.latchkey.access.member.Members;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.organization.AdminOrganizationRoutes;
import dev.latchkey.access.organization.DefaultOrganization;
import dev.latchkey.access.organization.KnownProjects;
import dev.latchkey.access.organization.Newcomers;
import dev.latchkey.access.organization.OrganizationRoutes;
import dev.latchkey.access.organization.OrganizationStore;
import dev.latchkey.access.organization.Organizations;
import dev.latchkey.identity.Identity;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Route;
import dev.latchkey.tenancy.Tenancy;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The part of the room that keeps organizations, their members and invites: its objects, made once. */
final class OrganizationServices {

    private final Access.Foundation foundation;
    private final Database database;
    private final OrganizationStore store = new OrganizationStore();
    private final Memberships memberships;
    private final Organizations organizations;
    private final Newcomers newcomers;
    private final Members members = new Members(store);
    private final Departures departures;

    OrganizationServices(Access.Foundation foundation) {
        this.foundation = foundation;
        this.database = foundation.database();
        this.memberships = new Memberships(database);
        KnownProjects projects = new KnownProjects(database);
        this.organizations = new Organizations(store, projects);
        this.departures = new Departures(store, organizations, members);
        this.newcomers = new Newcomers(
                store, organizations, projects, foundation.settings().get(AccessSettings.PERSONAL_ORGANIZATIONS));
    }

    Invitations invitations(Identity identity) {
        return new Invitations(
                database,
                store,
                memberships,
                identity.directory(),
                foundation.mail(),
                foundation.random(),
                foundation.clock(),
                foundation.settings().get(AccessSettings.INVITE_LIFETIME),
                foundation.settings().get(HttpSettings.AUTH_BASE_PATH));
    }

    Access.Foundation foundation() {
        return foundation;
    }

    Departures departures() {
        return departures;
    }

    List<Route> routes(Tenancy tenancy, Identity identity) {
        String basePath = foundation.settings().get(HttpSettings.AUTH_BASE_PATH);
        return Stream.of(
                        new OrganizationRoutes(
                                        database,
                                        store,
                                        organizations,
                                        newcomers,
                                        memberships,
                                        identity.organizationSwitch(),
                                        basePath)
                                .routes(),
                        new MemberRoutes(database, members, identity.directory(), basePath).routes(),
                        new AdminOrganizationRoutes(
                                        database,
                                        store,
                                        organizations,
                                        departures::appoint,
                                        tenancy::projectOf,
                                        basePath)
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    /** The organization that new users of a project join. */
    DefaultOrganization defaultOrganization(UUID projectId) {
        return new DefaultOrganization(store, organizations, projectId);
    }

    Memberships memberships() {
        return memberships;
    }

    Organizations organizations() {
        return organizations;
    }

    Newcomers newcomers() {
        return newcomers;
    }
}
