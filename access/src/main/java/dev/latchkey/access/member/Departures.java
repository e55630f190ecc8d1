package dev.latchkey.access.member;

import dev.latchkey.access.organization.Organization;
import dev.latchkey.access.organization.OrganizationStore;
import dev.latchkey.access.organization.Organizations;
import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.identity.session.SessionOrganizations;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What becomes of memberships when accounts go. An organization with other members survives its last owner: the admin who
 * joined first becomes owner. Where there is no admin it stays without one, since nobody should wake up as an owner who
 * was trusted with nothing before; whoever administers the project appoints one. With nobody left, it is deleted.
 */
public final class Departures {

    private final OrganizationStore organizations;
    private final Organizations acts;
    private final Members members;
    private final MemberStore store = new MemberStore();
    private final SessionOrganizations sessions = new SessionOrganizations();

    public Departures(OrganizationStore organizations, Organizations acts, Members members) {
        this.organizations = organizations;
        this.acts = acts;
        this.members = members;
    }

    /** The user's account is about to be erased. */
    public void deleted(Transaction tx, User user) {
        for (Membership seen : store.ofUser(tx.sql(), user.id())) {
            organizations
                    .lock(tx.sql(), user.projectId(), seen.organizationId())
                    .ifPresent(organization -> leave(tx, organization, user.id()));
        }
    }

    /** Where the user was a member is not kept either. */
    public void forget(Transaction tx, User user) {
        store.forgetFormer(tx.sql(), user.id());
    }

    /** What {@code from} was a member of becomes {@code into}'s, with the stronger role of the two. */
    public void merged(Transaction tx, User from, User into, Origin origin) {
        for (Membership seen : store.ofUser(tx.sql(), from.id())) {
            organizations
                    .lock(tx.sql(), from.projectId(), seen.organizationId())
                    .ifPresent(organization -> takeOver(tx, organization, from.id(), into.id(), origin));
        }
    }

    /** Appoints an owner beside those there are, as whoever administers the project decides. */
    public boolean appoint(Transaction tx, Organization organization, UUID userId, Origin origin) {
        Optional<Membership> member = Optional.ofNullable(
                store.ofUsers(tx.sql(), organization.id(), List.of(userId)).get(userId));
        member.ifPresent(found -> {
            promote(tx, organization, found, origin);
            organizations.setOwner(tx.sql(), organization.id(), userId, tx.now());
        });
        return member.isPresent();
    }

    /** For the export of personal data. */
    public List<Map<String, Object>> personalData(Handle sql, UUID userId) {
        return store.ofUser(sql, userId).stream()
                .map(member -> Map.<String, Object>of(
                        "organization", member.organizationId(),
                        "role", member.roleName(),
                        "joinedAt", member.joinedAt()))
                .toList();
    }

    private void leave(Transaction tx, Organization organization, UUID userId) {
        Optional<Membership> own = find(tx, organization, userId);
        if (own.isEmpty()) {
            return;
        }
        if (!store.hasOthers(tx.sql(), organization.id(), userId)) {
            acts.delete(tx, organization, Origin.SYSTEM);
            return;
        }
        succeed(tx, organization, userId);
        members.end(tx, own.get(), "account_deleted", Origin.SYSTEM);
    }

    private void succeed(Transaction tx, Organization organization, UUID leaving) {
        Optional<Membership> owner = store.oldest(tx.sql(), organization.id(), BuiltInRole.OWNER, leaving);
        Optional<Membership> next =
                owner.or(() -> store.oldest(tx.sql(), organization.id(), BuiltInRole.ADMIN, leaving));
        boolean needsOne = owner.isEmpty() || organization.ownerId().equals(leaving);
        if (!needsOne || next.isEmpty()) {
            return;
        }
        promote(tx, organization, next.get(), Origin.SYSTEM);
        organizations.setOwner(tx.sql(), organization.id(), next.get().userId(), tx.now());
    }

    private void promote(Transaction tx, Organization organization, Membership member, Origin origin) {
        if (member.role() == BuiltInRole.OWNER) {
            return;
        }
        store.setRole(tx.sql(), member.id(), BuiltInRole.OWNER, null);
        Membership promoted = Members.with(member, BuiltInRole.OWNER, new RoleChoice(BuiltInRole.OWNER, null));
        members.roleChanged(tx, organization, member, promoted, origin);
    }

    private void takeOver(Transaction tx, Organization organization, UUID from, UUID into, Origin origin) {
        Optional<Membership> leaving = find(tx, organization, from);
        if (leaving.isEmpty()) {
            return;
        }
        Optional<Membership> staying = find(tx, organization, into);
        if (staying.isPresent()) {
            join(tx, organization, leaving.get(), staying.get(), origin);
        } else {
            move(tx, leaving.get(), into, origin);
        }
        if (organization.ownerId().equals(from)) {
            organizations.setOwner(tx.sql(), organization.id(), into, tx.now());
        }
        if (organization.isPersonal()) {
            organizations.makeOrdinary(tx.sql(), organization.id());
        }
    }

    private void move(Transaction tx, Membership leaving, UUID into, Origin origin) {
        store.setUser(tx.sql(), leaving.id(), into);
        sessions.left(tx, leaving.organizationId(), leaving.userId());
        Memberships.changed(tx, leaving.organizationId(), leaving.userId());
        tx.audit(AuditEvent.success("member.joined", origin, leaving.projectId(), "user", into)
                .in(leaving.organizationId())
                .with("role", leaving.roleName())
                .with("by", "merge"));
    }

    private void join(
            Transaction tx, Organization organization, Membership leaving, Membership staying, Origin origin) {
        members.end(tx, leaving, "merge", origin);
        boolean keeps = staying.role().isAtLeast(leaving.role());
        Membership.Custom custom = staying.custom() == null ? leaving.custom() : staying.custom();
        BuiltInRole role = keeps ? staying.role() : leaving.role();
        Membership.Custom given = role.isAtLeast(BuiltInRole.ADMIN) ? null : custom;
        Membership joint = Members.with(staying, role, new RoleChoice(role, given));
        if (!joint.equals(staying)) {
            store.setRole(tx.sql(), staying.id(), role, given == null ? null : given.id());
            members.roleChanged(tx, organization, staying, joint, origin);
        }
    }

    private Optional<Membership> find(Transaction tx, Organization organization, UUID userId) {
        return Optional.ofNullable(
                store.ofUsers(tx.sql(), organization.id(), List.of(userId)).get(userId));
    }
}
