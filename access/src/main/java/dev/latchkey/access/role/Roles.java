package dev.latchkey.access.role;

import dev.latchkey.access.member.Actor;
import dev.latchkey.access.member.Authority;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.PatchField;
import dev.latchkey.platform.http.Permission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/**
 * The custom roles of organizations (access.md 4). Memberships are remembered together with their role, and forgotten with
 * the commit of a change.
 */
final class Roles {

    /** What changing roles takes. */
    static final Permission MANAGE = Permission.of("org:update");

    static final int MAX_ROLES = 100;
    static final int MAX_PERMISSIONS = 200;

    private final Database database;
    private final RoleStore store;
    private final Authority authority;

    Roles(Database database, RoleStore store, Authority authority) {
        this.database = database;
        this.store = store;
        this.authority = authority;
    }

    record Page(List<CustomRole> roles, int total) {}

    Page list(UUID projectId, UUID organizationId, int limit, long offset) {
        return database.read(sql -> new Page(
                store.list(sql, projectId, organizationId, limit, offset),
                store.count(sql, projectId, organizationId)));
    }

    CustomRole get(UUID projectId, UUID organizationId, UUID id) {
        return database.read(sql -> store.byId(sql, projectId, organizationId, id))
                .orElseThrow(Roles::unknown);
    }

    CustomRole create(Actor actor, CreateRole wanted) {
        String name = RoleNames.require(wanted.name());
        List<String> permissions = permissions(wanted.permissions());
        return stored(actor, (tx, held) -> {
            Grants.require(held, permissions);
            if (store.count(tx.sql(), actor.projectId(), actor.organizationId()) >= MAX_ROLES) {
                throw ApiException.invalid("An organization has at most " + MAX_ROLES + " custom roles");
            }
            CustomRole role = new CustomRole(
                    UUID.randomUUID(),
                    actor.organizationId(),
                    actor.projectId(),
                    name,
                    wanted.description(),
                    permissions,
                    false,
                    tx.now(),
                    tx.now());
            store.insert(tx.sql(), role);
            tx.audit(event("custom_role.created", actor, role).with("permissions", role.permissions()));
            return role;
        });
    }

    CustomRole change(Actor actor, UUID id, ChangeRole wanted) {
        return changed(actor, id, (tx, held, before) -> {
            CustomRole after = new CustomRole(
                    id,
                    before.organizationId(),
                    before.projectId(),
                    PatchField.kept("name", wanted.name().map(RoleNames::require), before.name()),
                    wanted.description().applyTo(before.description()),
                    PatchField.kept("permissions", wanted.permissions().map(Roles::permissions), before.permissions()),
                    before.isDefault(),
                    before.createdAt(),
                    tx.now());
            Grants.require(held, without(before.permissions(), after.permissions()));
            store.update(tx.sql(), after);
            tx.audit(event("custom_role.updated", actor, after)
                    .with("before", before.permissions())
                    .with("permissions", after.permissions()));
            return after;
        });
    }

    /** Its members keep their built-in role. */
    void delete(Actor actor, UUID id) {
        changed(actor, id, (tx, held, role) -> {
            int members = store.holders(tx.sql(), role);
            store.delete(tx.sql(), role);
            tx.audit(event("custom_role.deleted", actor, role).with("members", members));
            return role;
        });
    }

    /** From now on new members get it, and no other. */
    void makeDefault(Actor actor, UUID id) {
        changed(actor, id, (tx, held, role) -> {
            Grants.require(held, role.permissions());
            CustomRole after = withDefault(role, true, tx);
            store.clearDefault(tx.sql(), after);
            store.update(tx.sql(), after);
            tx.audit(event("custom_role.updated", actor, role).with("default", true));
            return after;
        });
    }

    /** From now on new members get no custom role, if this was the one. */
    void clearDefault(Actor actor, UUID id) {
        changed(actor, id, (tx, held, role) -> {
            CustomRole after = withDefault(role, false, tx);
            store.update(tx.sql(), after);
            tx.audit(event("custom_role.updated", actor, role).with("default", false));
            return after;
        });
    }

    static ApiException unknown() {
        return ApiException.notFound("Role not found");
    }

    @FunctionalInterface
    private interface Act {
        CustomRole on(Transaction tx, Permissions held, CustomRole before);
    }

    private CustomRole changed(Actor actor, UUID id, Act act) {
        return stored(actor, (tx, held) -> {
            tx.signal(Memberships.ROLES_TOPIC, actor.organizationId());
            CustomRole before = store.byId(tx.sql(), actor.projectId(), actor.organizationId(), id)
                    .orElseThrow(Roles::unknown);
            return act.on(tx, held, before);
        });
    }

    @FunctionalInterface
    private interface Work {
        CustomRole in(Transaction tx, Permissions held);
    }

    private CustomRole stored(Actor actor, Work work) {
        try {
            return database.write(tx -> work.in(tx, authority.lock(tx, actor, MANAGE)));
        } catch (RuntimeException failure) {
            throw Violations.isUnique(failure)
                    ? ApiException.invalid("The organization has a role of this name already")
                    : failure;
        }
    }

    private static AuditEvent event(String type, Actor actor, CustomRole role) {
        return AuditEvent.success(type, actor.origin(), actor.projectId(), "organization", role.organizationId())
                .in(role.organizationId())
                .with("roleId", role.id())
                .with("name", role.name());
    }

    private static CustomRole withDefault(CustomRole role, boolean isDefault, Transaction tx) {
        return new CustomRole(
                role.id(),
                role.organizationId(),
                role.projectId(),
                role.name(),
                role.description(),
                role.permissions(),
                isDefault,
                role.createdAt(),
                tx.now());
    }

    private static List<String> permissions(List<String> given) {
        if (given.size() > MAX_PERMISSIONS) {
            throw ApiException.invalid("permissions must be at most " + MAX_PERMISSIONS);
        }
        for (int i = 0; i < given.size(); i++) {
            if (!Permissions.isName(given.get(i))) {
                throw ApiException.invalid(
                        "permissions[" + i + "] must be of the form area:action, or area:* for all of an area");
            }
        }
        return List.copyOf(new LinkedHashSet<>(given));
    }

    private static List<String> without(List<String> before, List<String> after) {
        return after.stream().filter(permission -> !before.contains(permission)).toList();
    }
}
