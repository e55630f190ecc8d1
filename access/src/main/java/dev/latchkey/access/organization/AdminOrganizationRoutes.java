package dev.latchkey.access.organization;

import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.session.Revalidation;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Slice;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Organizations of a project as its system admins see them (admin-settings.md 3); of any project for the operator. */
public final class AdminOrganizationRoutes {

    private static final String TAG = "Administration";

    private final Database database;
    private final OrganizationStore store;
    private final Organizations organizations;
    private final Appointment appointment;
    private final Function<Call, UUID> projects;
    private final String path;
    private final Revalidation callers = new Revalidation();

    /** @param projects which project a call speaks for */
    public AdminOrganizationRoutes(
            Database database,
            OrganizationStore store,
            Organizations organizations,
            Appointment appointment,
            Function<Call, UUID> projects,
            String basePath) {
        this.database = database;
        this.store = store;
        this.organizations = organizations;
        this.appointment = appointment;
        this.projects = projects;
        this.path = basePath + "/admin/orgs";
    }

    public List<Route> routes() {
        String one = path + "/{" + Route.ORGANIZATION + "}";
        return List.of(
                Route.get(path)
                        .forAdministrators()
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .query(
                                "cursor",
                                String.class,
                                "Where the page before ended, as its Link says; wins over offset")
                        .answer(200, OrganizationPage.class)
                        .summary(TAG, "Lists the organizations of the project, the newest first.")
                        .handle(this::list),
                Route.get(one)
                        .forAdministrators()
                        .answer(200, AdminOrganization.class)
                        .answer(404, "The project has no such organization")
                        .summary(TAG, "Shows an organization of the project.")
                        .handle(this::show),
                Route.put(one + "/default")
                        .forAdministrators()
                        .answer(200, Message.class)
                        .answer(400, "It is a personal organization")
                        .answer(404, "The project has no such organization")
                        .summary(TAG, "Makes it the organization that new users of the project join.")
                        .handle(this::makeDefault),
                Route.put(one + "/owner")
                        .forAdministrators()
                        .body(NewOwner.class)
                        .answer(200, Message.class)
                        .answer(404, "The project has no such organization, or it no such member")
                        .summary(TAG, "Makes a member the owner, where the owner is gone or cannot act.")
                        .handle(this::appoint));
    }

    private Reply list(Call call) {
        Slice slice = Slice.of(call);
        UUID project = projects.apply(call);
        List<Organization> fetched =
                database.read(sql -> store.newest(sql, project, slice.after(), slice.fetch(), slice.offset()));
        List<Organization> shown = slice.shown(fetched);
        Long total = slice.after() == null ? database.read(sql -> store.count(sql, project)) : null;
        Reply reply = Reply.ok(new OrganizationPage(
                shown.stream().map(AdminOrganization::of).toList(), total, slice.limit(), slice.offset()));
        if (fetched.size() == shown.size()) {
            return reply;
        }
        Organization last = shown.getLast();
        return slice.withNext(call, reply, new Place(last.createdAt(), last.id()));
    }

    private Reply show(Call call) {
        UUID project = projects.apply(call);
        UUID id = call.id(Route.ORGANIZATION, AdminOrganizationRoutes::unknown);
        return Reply.ok(database.read(sql -> store.byId(sql, project, id))
                .map(AdminOrganization::of)
                .orElseThrow(AdminOrganizationRoutes::unknown));
    }

    private Reply makeDefault(Call call) {
        UUID project = projects.apply(call);
        UUID id = call.id(Route.ORGANIZATION, AdminOrganizationRoutes::unknown);
        database.run(tx -> {
            callers.requireAdministrator(tx.sql(), call.caller());
            Organization organization = store.lock(tx.sql(), project, id).orElseThrow(AdminOrganizationRoutes::unknown);
            if (organization.isPersonal()) {
                throw ApiException.invalid("A personal organization has no other members");
            }
            organizations.makeDefault(tx, organization, call.origin());
        });
        return Reply.ok(new Message("New users join this organization from now on"));
    }

    private Reply appoint(Call call) {
        UUID project = projects.apply(call);
        UUID id = call.id(Route.ORGANIZATION, AdminOrganizationRoutes::unknown);
        UUID userId = call.body(NewOwner.class).userId();
        database.run(tx -> {
            callers.requireAdministrator(tx.sql(), call.caller());
            Organization organization = store.lock(tx.sql(), project, id).orElseThrow(AdminOrganizationRoutes::unknown);
            if (!appointment.appoint(tx, organization, userId, call.origin())) {
                throw ApiException.notFound("The organization has no such member");
            }
            tx.audit(AuditEvent.success("admin.org_owner_set", call.origin(), project, "organization", id)
                    .in(id)
                    .with("owner", userId.toString()));
        });
        return Reply.ok(new Message("The organization has another owner"));
    }

    /** Makes a member of an organization that is locked its owner; false for who is no member. */
    @FunctionalInterface
    public interface Appointment {
        boolean appoint(Transaction tx, Organization organization, UUID userId, Origin origin);
    }

    /** Body of {@code PUT /admin/orgs/{org_id}/owner}. */
    record NewOwner(UUID userId) {}

    private static ApiException unknown() {
        return ApiException.notFound("Organization not found");
    }

    /**
     * Answer of {@code GET /admin/orgs}.
     *
     * @param total of the project; left out of pages that a cursor leads to
     */
    record OrganizationPage(
            List<AdminOrganization> orgs, @Nullable Long total, int limit, long offset) {}

    /** An organization as admins see it. */
    record AdminOrganization(
            UUID id,
            String name,
            String slug,
            @Nullable String logoUrl,
            boolean isPersonal,
            boolean isDefault,
            UUID ownerId,
            Instant createdAt,
            Instant updatedAt) {

        static AdminOrganization of(Organization organization) {
            return new AdminOrganization(
                    organization.id(),
                    organization.name(),
                    organization.slug(),
                    organization.logoUrl(),
                    organization.isPersonal(),
                    organization.isDefault(),
                    organization.ownerId(),
                    organization.createdAt(),
                    organization.updatedAt());
        }
    }
}
