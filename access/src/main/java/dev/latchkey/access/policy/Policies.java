package dev.latchkey.access.policy;

import dev.latchkey.access.member.Actor;
import dev.latchkey.access.member.Authority;
import dev.latchkey.access.role.Grants;
import dev.latchkey.access.role.Permissions;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.PatchField;
import dev.latchkey.platform.http.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes, changes and removes the policies of organizations; every server forgets what it has compiled. */
final class Policies {

    /** What looking after policies takes. */
    static final Permission MANAGE = Permission.of("org:update").orSystemAdmin();

    static final int MAX_POLICIES = 1_000;
    static final int MAX_CHARACTERS = 512_000;

    private final Database database;
    private final Authority authority;
    private final PolicyStore store = new PolicyStore();

    Policies(Database database, Authority authority) {
        this.database = database;
        this.authority = authority;
    }

    record Page(List<Policy> policies, int total) {}

    Page list(Actor actor, int limit, long offset) {
        return database.read(sql -> new Page(
                store.list(sql, actor.projectId(), actor.organizationId(), limit, offset),
                store.count(sql, actor.projectId(), actor.organizationId())));
    }

    Policy get(Actor actor, UUID id) {
        return database.read(sql -> store.byId(sql, actor.projectId(), actor.organizationId(), id))
                .orElseThrow(Policies::unknown);
    }

    /** The policy that {@link #create} would make, without making it. */
    Policy compose(Actor actor, Permissions held, CreatePolicy wanted, Instant now) {
        try {
            Policy policy = new Policy(
                    UUID.randomUUID(),
                    actor.organizationId(),
                    actor.projectId(),
                    name(wanted.name()),
                    wanted.description(),
                    PolicyPermissions.of(wanted.permission(), wanted.actions(), wanted.resource_type()),
                    Conditions.read(wanted.conditions()).document(),
                    Effect.ofWireName(wanted.effect()),
                    Optional.ofNullable(wanted.priority()).orElse(0),
                    Optional.ofNullable(wanted.enabled()).orElse(true),
                    now,
                    now);
            requireHeld(held, policy);
            return policy;
        } catch (InvalidPolicy invalid) {
            throw invalid.refusal();
        }
    }

    Policy create(Actor actor, CreatePolicy wanted) {
        return database.write(tx -> {
            Permissions held = authority.lock(tx, actor, MANAGE);
            Policy policy = compose(actor, held, wanted, tx.now());
            store.insert(tx.sql(), policy);
            requireRoom(tx, actor);
            stored(tx, "policy.created", actor, policy);
            return policy;
        });
    }

    Policy change(Actor actor, UUID id, ChangePolicy wanted) {
        return database.write(tx -> {
            Permissions held = authority.lock(tx, actor, MANAGE);
            Policy before = find(tx, actor, id);
            Policy after = changed(before, wanted, tx.now());
            requireHeld(held, after);
            store.update(tx.sql(), after);
            requireRoom(tx, actor);
            stored(tx, "policy.updated", actor, after);
            return after;
        });
    }

    void delete(Actor actor, UUID id) {
        database.run(tx -> {
            authority.lock(tx, actor, MANAGE);
            Policy policy = find(tx, actor, id);
            store.delete(tx.sql(), policy);
            stored(tx, "policy.deleted", actor, policy);
        });
    }

    static ApiException unknown() {
        return ApiException.notFound("Policy not found");
    }

    private static Policy changed(Policy before, ChangePolicy wanted, Instant now) {
        boolean samePermissions =
                wanted.permission() == null && wanted.actions() == null && wanted.resource_type() == null;
        try {
            return new Policy(
                    before.id(),
                    before.organizationId(),
                    before.projectId(),
                    PatchField.kept("name", wanted.name().map(Policies::name), before.name()),
                    wanted.description().applyTo(before.description()),
                    samePermissions
                            ? before.permissions()
                            : PolicyPermissions.of(wanted.permission(), wanted.actions(), wanted.resource_type()),
                    wanted.conditions() == null
                            ? before.conditions()
                            : Conditions.read(wanted.conditions()).document(),
                    PatchField.kept("effect", wanted.effect().map(Effect::ofWireName), before.effect()),
                    PatchField.kept("priority", wanted.priority(), before.priority()),
                    PatchField.kept("enabled", wanted.enabled(), before.enabled()),
                    before.createdAt(),
                    now);
        } catch (InvalidPolicy invalid) {
            throw invalid.refusal();
        }
    }

    private static String name(String given) {
        if (given.isBlank()) {
            throw ApiException.invalid("name should not be empty");
        }
        return given.strip();
    }

    private static void requireHeld(Permissions held, Policy policy) {
        if (policy.effect() == Effect.ALLOW && policy.enabled()) {
            Grants.require(held, policy.permissions());
        }
    }

    private Policy find(Transaction tx, Actor actor, UUID id) {
        return store.byId(tx.sql(), actor.projectId(), actor.organizationId(), id)
                .orElseThrow(Policies::unknown);
    }

    private void requireRoom(Transaction tx, Actor actor) {
        PolicyStore.Size size = store.size(tx.sql(), actor.organizationId());
        if (size.policies() > MAX_POLICIES) {
            throw ApiException.invalid("An organization has at most " + MAX_POLICIES + " policies");
        }
        if (size.characters() > MAX_CHARACTERS) {
            throw ApiException.invalid("The conditions of an organization's policies have at most " + MAX_CHARACTERS
                    + " characters together");
        }
    }

    private static void stored(Transaction tx, String type, Actor actor, Policy policy) {
        tx.audit(AuditEvent.success(type, actor.origin(), actor.projectId(), "policy", policy.id())
                .in(policy.organizationId())
                .with("name", policy.name())
                .with("permissions", policy.permissions())
                .with("effect", policy.effect().wireName())
                .with("priority", policy.priority())
                .with("enabled", policy.enabled()));
        tx.signal(PolicySets.TOPIC, policy.organizationId());
    }
}
