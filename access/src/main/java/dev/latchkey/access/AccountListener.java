package dev.latchkey.access;

import dev.latchkey.access.apikey.UserKeyStore;
import dev.latchkey.access.apikey.UserKeys;
import dev.latchkey.access.invite.InviteStore;
import dev.latchkey.access.member.Departures;
import dev.latchkey.access.member.Membership;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.organization.Newcomers;
import dev.latchkey.access.organization.OrganizationName;
import dev.latchkey.access.organization.Organizations;
import dev.latchkey.access.organization.Slug;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What becomes of memberships and API keys when accounts come, change and go; part of the act's own transaction. */
public final class AccountListener implements UserLifecycle {

    private static final Slug DEFAULT_SLUG = Slug.parse("default");

    private final OrganizationServices services;
    private final Memberships memberships;
    private final Organizations organizations;
    private final Newcomers newcomers;
    private final Departures departures;
    private final InviteStore invites = new InviteStore();
    private final UserKeys keys;

    public AccountListener(Access.Foundation foundation) {
        this.services = new OrganizationServices(foundation);
        this.memberships = services.memberships();
        this.organizations = services.organizations();
        this.newcomers = services.newcomers();
        this.departures = services.departures();
        this.keys = new UserKeys(foundation.database(), new UserKeyStore(), foundation.random());
    }

    /** What the room keeps organizations with: made once, since it remembers. */
    OrganizationServices services() {
        return services;
    }

    @Override
    public void userRegistered(Transaction tx, User user, @Nullable UUID organization) {
        newcomers.registered(tx, user, organization);
    }

    @Override
    public void userAdded(Transaction tx, User user) {
        newcomers.registered(tx, user, null);
    }

    @Override
    public Optional<AccessClaims.Organization> organizationOf(Transaction tx, User user) {
        return newcomers.maySomebodyBeMember(tx, user.projectId())
                ? memberships.holdFirst(tx.sql(), user.projectId(), user.id()).map(Membership::claim)
                : Optional.empty();
    }

    @Override
    public void installationSetUp(Transaction tx, User administrator, String organizationName, Origin origin) {
        OrganizationName name = name(organizationName);
        organizations.create(
                tx,
                administrator.projectId(),
                administrator.id(),
                name,
                Slug.from(name).orElse(DEFAULT_SLUG),
                Organizations.Kind.DEFAULT,
                origin);
    }

    @Override
    public Welcome welcome(Transaction tx, User user) {
        return new Welcome(keys.welcome(tx, user).reveal());
    }

    @Override
    public void userEvicted(Transaction tx, User user) {
        keys.evicted(tx, user);
    }

    @Override
    public void usersMerged(Transaction tx, User from, User into, Origin origin) {
        keys.merged(tx, from, origin);
        departures.merged(tx, from, into, origin);
        departures.forget(tx, from);
        invites.setInviter(tx.sql(), from.id(), into.id());
    }

    @Override
    public void userDeleted(Transaction tx, User user) {
        keys.erased(tx, user);
        departures.deleted(tx, user);
        departures.forget(tx, user);
        if (user.email() != null && user.emailVerified()) {
            invites.removeOf(tx.sql(), user.projectId(), user.email());
        }
    }

    @Override
    public Map<String, Object> personalData(Handle sql, User user) {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("memberships", departures.personalData(sql, user.id()));
        sections.put("apiKeys", keys.personalData(sql, user));
        return sections;
    }

    private static OrganizationName name(String text) {
        try {
            return OrganizationName.parse(text);
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("orgName " + refused.getMessage());
        }
    }
}
