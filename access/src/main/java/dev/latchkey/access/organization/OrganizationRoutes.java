package dev.latchkey.access.organization;

import dev.latchkey.access.member.Membership;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.session.OrganizationSwitch;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Slice;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Organizations as their members use them (access.md 1). */
public final class OrganizationRoutes {

    private static final String TAG = "Organizations";
    private static final Permission UPDATE = Permission.of("org:update");

    private final Database database;
    private final OrganizationStore store;
    private final Organizations organizations;
    private final Newcomers newcomers;
    private final Memberships memberships;
    private final OrganizationSwitch sessions;
    private final String path;

    public OrganizationRoutes(
            Database database,
            OrganizationStore store,
            Organizations organizations,
            Newcomers newcomers,
            Memberships memberships,
            OrganizationSwitch sessions,
            String basePath) {
        this.database = database;
        this.store = store;
        this.organizations = organizations;
        this.newcomers = newcomers;
        this.memberships = memberships;
        this.sessions = sessions;
        this.path = basePath + "/orgs";
    }

    public List<Route> routes() {
        String one = path + "/{" + Route.ORGANIZATION + "}";
        return List.of(
                route(Route.get(path))
                        .guard(Guard.USER)
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .answer(200, OrganizationList.class)
                        .summary(TAG, "Lists the organizations that the user is a member of, in the order of joining.")
                        .handle(this::list),
                route(Route.post(path))
                        .guard(Guard.USER)
                        .body(CreateOrganization.class)
                        .answer(200, OrganizationView.class)
                        .answer(400, "The name or the slug breaks a rule, or the slug is taken")
                        .summary(TAG, "Makes an organization that the user owns.")
                        .handle(this::create),
                route(Route.get(one))
                        .guard(Guard.USER)
                        .permission(Permission.of("org:read"))
                        .answer(200, OrganizationView.class)
                        .answer(403, "The user is no member, or there is no such organization")
                        .summary(TAG, "Shows an organization.")
                        .handle(this::show),
                route(Route.patch(one))
                        .guard(Guard.USER)
                        .permission(UPDATE)
                        .body(ChangeOrganization.class)
                        .answer(200, OrganizationView.class)
                        .answer(400, "A value breaks a rule, or the slug is taken")
                        .answer(403, "The user's role does not permit it")
                        .summary(TAG, "Changes name, slug or logo; an empty logo address clears it.")
                        .handle(this::change),
                route(Route.delete(one))
                        .guard(Guard.USER)
                        .permission(Permission.of("org:delete"))
                        .answer(200, Message.class)
                        .answer(400, "It is a personal organization")
                        .answer(403, "The user is not the one owner who may delete it")
                        .summary(TAG, "Deletes the organization with members, invites, roles and policies.")
                        .handle(this::delete),
                route(Route.post(one + "/switch"))
                        .guard(Guard.SESSION)
                        .permission(Permission.of("org:read"))
                        .answer(200, OrganizationSwitch.SwitchAnswer.class)
                        .answer(403, "The user is no member, or there is no such organization")
                        .summary(TAG, "Follows this session by one that acts for the organization.")
                        .handle(this::switchTo));
    }

    private static Route.Builder route(Route.Builder route) {
        return route.style(Style.AUTH).rate(RateClass.GENERAL);
    }

    private Reply list(Call call) {
        Slice slice = Slice.of(call);
        Caller.User user = call.user();
        OrganizationList found = listed(user, slice);
        if (found.total() > 0 || !slice.isFirst()) {
            return Reply.ok(found);
        }
        boolean joined = database.write(tx -> newcomers.makeUp(tx, user.project(), user.userId()));
        return Reply.ok(joined ? listed(user, slice) : found);
    }

    private OrganizationList listed(Caller.User user, Slice slice) {
        return database.read(sql -> new OrganizationList(
                store.ofUser(sql, user.project(), user.userId(), slice.limit(), slice.offset()).stream()
                        .map(joined -> OrganizationView.of(joined.organization(), joined.role()))
                        .toList(),
                store.countOfUser(sql, user.project(), user.userId()),
                slice.limit(),
                slice.offset()));
    }

    private Reply create(Call call) {
        CreateOrganization body = call.body(CreateOrganization.class);
        Caller.User user = call.user();
        Slug slug = body.slug() == null
                ? Slug.from(body.name())
                        .orElseThrow(() -> ApiException.invalid("slug is required: the name has no letter for one"))
                : body.slug();
        Organization created = database.write(tx -> organizations.create(
                tx, user.project(), user.userId(), body.name(), slug, Organizations.Kind.ORDINARY, call.origin()));
        return Reply.ok(OrganizationView.of(created, BuiltInRole.OWNER.wireName()));
    }

    private Reply show(Call call) {
        Membership membership = membership(call);
        Organization organization = database.read(
                        sql -> store.byId(sql, membership.projectId(), membership.organizationId()))
                .orElseThrow(Memberships::notAMember);
        return Reply.ok(OrganizationView.of(organization, membership.roleName()));
    }

    private Reply change(Call call) {
        ChangeOrganization body = call.body(ChangeOrganization.class);
        Membership membership = membership(call);
        try {
            return Reply.ok(OrganizationView.of(change(call, membership, body), membership.roleName()));
        } catch (RuntimeException failure) {
            throw Violations.isUnique(failure) ? Organizations.slugTaken() : failure;
        }
    }

    private Organization change(Call call, Membership membership, ChangeOrganization body) {
        return database.write(tx -> {
            Organization before = store.lock(tx.sql(), membership.projectId(), membership.organizationId())
                    .orElseThrow(Memberships::notAMember);
            memberships
                    .find(tx.sql(), membership.projectId(), membership.organizationId(), membership.userId())
                    .orElseThrow(Memberships::notAMember)
                    .require(UPDATE.name());
            Organization after = body.applyTo(before, tx.now());
            store.update(tx.sql(), after);
            tx.audit(AuditEvent.success("org.updated", call.origin(), after.projectId(), "organization", after.id())
                    .in(after.id())
                    .with("fields", body.fields()));
            return after;
        });
    }

    private Reply delete(Call call) {
        Membership seen = membership(call);
        database.run(tx -> {
            Organization organization = store.lock(tx.sql(), seen.projectId(), seen.organizationId())
                    .orElseThrow(Memberships::notAMember);
            boolean isOwner = memberships
                    .find(tx.sql(), seen.projectId(), seen.organizationId(), seen.userId())
                    .filter(now -> now.isAtLeast(BuiltInRole.OWNER))
                    .isPresent();
            if (!isOwner || !organization.ownerId().equals(seen.userId())) {
                throw ApiException.forbidden("Only the owner whose organization it is may delete it");
            }
            if (organization.isPersonal()) {
                throw ApiException.invalid("A personal organization cannot be deleted");
            }
            organizations.delete(tx, organization, call.origin());
        });
        return Reply.ok(new Message("The organization was deleted"));
    }

    private Reply switchTo(Call call) {
        Membership seen = membership(call);
        OrganizationSwitch.Switched switched = database.write(tx -> {
            Membership held = memberships
                    .hold(tx.sql(), seen.projectId(), seen.organizationId(), seen.userId())
                    .orElseThrow(Memberships::notAMember);
            return sessions.store(tx, call, held.claim());
        });
        return sessions.reply(switched);
    }

    private static Membership membership(Call call) {
        return Membership.of(call);
    }

    /** Answer of {@code GET /orgs}. */
    record OrganizationList(List<OrganizationView> orgs, int total, int limit, long offset) {}

    /**
     * Body of {@code POST /orgs}.
     *
     * @param slug derived from the name where it is left out
     */
    record CreateOrganization(
            OrganizationName name, @Nullable Slug slug) {}

    /** Body of {@code PATCH /orgs/{org_id}}. */
    record ChangeOrganization(
            @Nullable OrganizationName name, @Nullable Slug slug, Change<LogoUrl> logoUrl) {

        Organization applyTo(Organization before, Instant now) {
            return new Organization(
                    before.id(),
                    before.projectId(),
                    name == null ? before.name() : name.value(),
                    slug == null ? before.slug() : slug.value(),
                    switch (logoUrl) {
                        case Change.Keep<LogoUrl> keep -> before.logoUrl();
                        case Change.Clear<LogoUrl> clear -> null;
                        case Change.Replace<LogoUrl>(LogoUrl url) -> url.value();
                    },
                    before.isPersonal(),
                    before.isDefault(),
                    before.ownerId(),
                    before.createdAt(),
                    now);
        }

        /** What it names, for the log. */
        List<String> fields() {
            List<String> fields = new ArrayList<>();
            if (name != null) {
                fields.add("name");
            }
            if (slug != null) {
                fields.add("slug");
            }
            if (!(logoUrl instanceof Change.Keep<LogoUrl>)) {
                fields.add("logoUrl");
            }
            return fields;
        }
    }
}
