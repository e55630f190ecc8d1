package dev.latchkey.access.member;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.signal.Remembered;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Looks memberships up, each in one statement at most. */
public final class Memberships {

    /** Signals of it name an organization and a user, with a blank between, whose membership has changed or ended. */
    public static final String TOPIC = "access.member";

    /** Signals of it name an organization one of whose custom roles has changed or is gone. */
    public static final String ROLES_TOPIC = "access.roles";

    private static final long MOST = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    static final String COLUMNS = """
            memberships.id, memberships.organization_id, memberships.project_id, memberships.user_id, memberships.role,
            memberships.joined_at, roles.id as custom_role_id, roles.name as custom_role_name,
            roles.permissions as custom_permissions
            """;

    private static final String OF_USER = "select " + COLUMNS + """
            from access.memberships left join access.roles on roles.id = memberships.custom_role_id
            where memberships.organization_id = ? and memberships.user_id = ? and memberships.project_id = ?
            """;

    private final Database database;
    private final Remembered<Key, Membership> remembered;

    public Memberships(Database database) {
        this.database = database;
        this.remembered = new Remembered<Key, Membership>(database.signals(), TOPIC, Key::parse, MOST, LONGEST)
                .forgetting(ROLES_TOPIC, organization -> ofOrganization(UUID.fromString(organization)));
    }

    /** To be called by whatever changes or ends a membership. */
    static void changed(Transaction tx, UUID organizationId, UUID userId) {
        tx.signal(TOPIC, organizationId + " " + userId);
    }

    /**
     * As {@link #find(UUID, UUID, UUID)}, but remembered until the membership or its role changes on any server: for
     * decisions, which are asked for often. That somebody is no member is not remembered.
     */
    public Optional<Membership> remembered(UUID projectId, UUID organizationId, UUID userId) {
        return remembered
                .find(new Key(organizationId, userId), key -> find(projectId, organizationId, userId))
                .filter(membership -> membership.projectId().equals(projectId));
    }

    /** The user's membership of the organization, which is one of the project. */
    public Optional<Membership> find(UUID projectId, UUID organizationId, UUID userId) {
        return database.lookUp(OF_USER, Memberships::membership, organizationId, userId, projectId);
    }

    /** Those that there are, of organizations of the project, in one statement. */
    public Map<Key, Membership> find(UUID projectId, Collection<Key> keys) {
        return database.read(sql -> sql
                .createQuery("select " + COLUMNS + """
                        from unnest(cast(:organizations as uuid[]), cast(:users as uuid[])) as asked(organization, person)
                            join access.memberships on memberships.organization_id = asked.organization
                                and memberships.user_id = asked.person and memberships.project_id = :projectId
                            left join access.roles on roles.id = memberships.custom_role_id
                        """)
                .bindArray(
                        "organizations",
                        UUID.class,
                        keys.stream().map(Key::organizationId).toArray())
                .bindArray("users", UUID.class, keys.stream().map(Key::userId).toArray())
                .bind("projectId", projectId)
                .map((row, context) -> membership(row))
                .stream()
                .collect(Collectors.toMap(
                        found -> new Key(found.organizationId(), found.userId()),
                        Function.identity(),
                        (one, same) -> one)));
    }

    /** Whether there is such an organization in the project. */
    boolean isOfProject(UUID organizationId, UUID projectId) {
        return database.lookUp(
                        "select id from access.organizations where id = ? and project_id = ?",
                        row -> Columns.uuid(row, "id"),
                        organizationId,
                        projectId)
                .isPresent();
    }

    /** The same, in a transaction. */
    public Optional<Membership> find(Handle sql, UUID projectId, UUID organizationId, UUID userId) {
        return find(sql, projectId, organizationId, userId, "");
    }

    /** The same; role and membership stay as they are until the transaction ends. */
    public Optional<Membership> hold(Handle sql, UUID projectId, UUID organizationId, UUID userId) {
        return find(sql, projectId, organizationId, userId, " for share of memberships");
    }

    /** The one that the user joined first, which their sessions act for; stays as it is until the transaction ends. */
    public Optional<Membership> holdFirst(Handle sql, UUID projectId, UUID userId) {
        return sql.createQuery("select " + COLUMNS + """
                        from access.memberships left join access.roles on roles.id = memberships.custom_role_id
                        where memberships.user_id = :userId and memberships.project_id = :projectId
                        order by memberships.joined_at, memberships.organization_id
                        limit 1
                        for share of memberships
                        """)
                .bind("userId", userId)
                .bind("projectId", projectId)
                .map((row, context) -> membership(row))
                .findOne();
    }

    /** Those of the users who are members. */
    public Set<UUID> among(Handle sql, UUID organizationId, Collection<UUID> userIds) {
        return Set.copyOf(sql.createQuery("""
                        select user_id from access.memberships
                        where organization_id = :organizationId and user_id = any(:userIds)
                        """)
                .bind("organizationId", organizationId)
                .bindArray("userIds", UUID.class, userIds.toArray())
                .mapTo(UUID.class)
                .list());
    }

    public static ApiException notAMember() {
        return ApiException.forbidden("You are not a member of this organization");
    }

    private static Optional<Membership> find(
            Handle sql, UUID projectId, UUID organizationId, UUID userId, String suffix) {
        return sql.createQuery("select " + COLUMNS + """
                        from access.memberships left join access.roles on roles.id = memberships.custom_role_id
                        where memberships.organization_id = :organizationId and memberships.user_id = :userId
                            and memberships.project_id = :projectId
                        """ + suffix)
                .bind("organizationId", organizationId)
                .bind("userId", userId)
                .bind("projectId", projectId)
                .map((row, context) -> membership(row))
                .findOne();
    }

    static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "organization_id"),
                Columns.uuid(row, "project_id"),
                Columns.uuid(row, "user_id"),
                BuiltInRole.ofWireName(row.getString("role")).orElseThrow(),
                custom(row),
                Columns.instant(row, "joined_at"));
    }

    private static Membership.@Nullable Custom custom(ResultSet row) throws SQLException {
        UUID id = Columns.optionalUuid(row, "custom_role_id");
        if (id == null) {
            return null;
        }
        return new Membership.Custom(id, row.getString("custom_role_name"), Columns.texts(row, "custom_permissions"));
    }

    private static Predicate<Key> ofOrganization(UUID organizationId) {
        return key -> key.organizationId().equals(organizationId);
    }

    /** Which membership: whose, of what. */
    public record Key(UUID organizationId, UUID userId) {
        static Key parse(String signalled) {
            String[] ids = signalled.split(" ", 2);
            return new Key(UUID.fromString(ids[0]), UUID.fromString(ids[1]));
        }
    }
}
