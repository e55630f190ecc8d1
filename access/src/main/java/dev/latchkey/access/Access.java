package dev.latchkey.access;

import dev.latchkey.access.apikey.UserApiKeys;
import dev.latchkey.access.audit.OrganizationAuditRoutes;
import dev.latchkey.access.decision.DecisionServices;
import dev.latchkey.access.invite.Invitations;
import dev.latchkey.access.member.Authority;
import dev.latchkey.access.member.MemberFilter;
import dev.latchkey.access.policy.PolicyRoutes;
import dev.latchkey.access.policy.PolicySets;
import dev.latchkey.access.role.RoleRoutes;
import dev.latchkey.identity.Identity;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.jobs.Jobs.Job;
import dev.latchkey.platform.mail.MailQueue;
import dev.latchkey.platform.settings.SettingHome;
import dev.latchkey.tenancy.Tenancy;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The room that knows what somebody may do. */
public final class Access {

    public static final Migrations.Room MIGRATIONS = Migrations.Room.of(
            "access",
            "V1__organizations_roles_policies_keys.sql",
            "V2__former_members_and_sent_invites.sql",
            "V3__indexes_of_references.sql");
    public static final List<SettingGroup> SETTINGS = List.of(AccessSettings.GROUP);

    /** What the room stands on, from platform. */
    public record Foundation(Database database, Settings settings, MailQueue mail, SecureRandom random, Clock clock) {}

    private final UserApiKeys apiKeys;
    private final List<Filter> filters;
    private final Invitations invitations;
    private final SettingHome defaultOrganization;
    private final List<Route> routes;

    /** @param accounts that identity tells of its accounts */
    public Access(AccountListener accounts, Tenancy tenancy, Identity identity) {
        OrganizationServices organizations = accounts.services();
        Foundation foundation = organizations.foundation();
        String basePath = foundation.settings().get(HttpSettings.AUTH_BASE_PATH);
        this.apiKeys = new UserApiKeys(
                foundation.database(),
                tenancy,
                identity.keyHolders(),
                foundation.random(),
                foundation.clock(),
                basePath);
        this.filters = List.of(apiKeys.filter(), new MemberFilter(organizations.memberships()));
        PolicySets policySets = new PolicySets(foundation.database());
        this.defaultOrganization = organizations.defaultOrganization(tenancy.defaultProjectId());
        this.invitations = organizations.invitations(identity);
        Authority authority = new Authority(organizations.memberships());
        this.routes = Stream.of(
                        organizations.routes(tenancy, identity),
                        invitations.routes(),
                        new RoleRoutes(foundation.database(), authority, basePath).routes(),
                        new OrganizationAuditRoutes(foundation.database(), basePath).routes(),
                        new PolicyRoutes(foundation.database(), authority, basePath, foundation.clock()).routes(),
                        new DecisionServices(
                                        organizations.memberships(),
                                        policySets,
                                        identity,
                                        foundation.settings(),
                                        foundation.clock())
                                .routes(),
                        apiKeys.routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    /** Where the organization that new users of the default project join is kept. */
    public SettingHome defaultOrganization() {
        return defaultOrganization;
    }

    /** Users by an API key of their own. */
    public List<CredentialVerifier> verifiers() {
        return List.of(apiKeys.verifier());
    }

    public List<Filter> filters() {
        return filters;
    }

    /** Recurring work. */
    public List<Job> jobs() {
        return List.of(apiKeys.job(), invitations.cleanUp());
    }
}
