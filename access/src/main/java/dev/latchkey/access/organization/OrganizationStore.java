package dev.latchkey.access.organization;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code access.organizations}. */
public final class OrganizationStore {

    private static final String COLUMNS = """
            organizations.id, organizations.project_id, organizations.name, organizations.slug, organizations.logo_url,
            organizations.is_personal, organizations.is_default, organizations.owner_id, organizations.created_at,
            organizations.updated_at
            """;

    /** An organization as one of its members sees it. */
    record Joined(Organization organization, String role) {}

    /** Stores the organization and its owner's membership; false when another one of the project has the slug. */
    boolean insert(Handle sql, Organization organization) {
        return sql.createUpdate("""
                        with fresh as (
                            insert into access.organizations (id, project_id, name, slug, logo_url, is_personal,
                                is_default, owner_id, created_at, updated_at)
                            values (:id, :projectId, :name, :slug, :logoUrl, :isPersonal, :isDefault, :ownerId,
                                :createdAt, :updatedAt)
                            on conflict (project_id, slug) do nothing
                            returning id, project_id, owner_id, created_at
                        )
                        insert into access.memberships (id, organization_id, project_id, user_id, role, joined_at)
                        select :membershipId, id, project_id, owner_id, 'owner', created_at from fresh
                        """)
                        .bindMethods(organization)
                        .bind("membershipId", UUID.randomUUID())
                        .execute()
                == 1;
    }

    void update(Handle sql, Organization organization) {
        sql.createUpdate("""
                        update access.organizations
                        set name = :name, slug = :slug, logo_url = :logoUrl, updated_at = :updatedAt
                        where id = :id and project_id = :projectId
                        """).bindMethods(organization).execute();
    }

    /** With all that hangs on it in this room. */
    void delete(Handle sql, UUID id) {
        sql.createUpdate("delete from access.organizations where id = :id")
                .bind("id", id)
                .execute();
    }

    public void setOwner(Handle sql, UUID id, UUID ownerId, Instant now) {
        sql.createUpdate("update access.organizations set owner_id = :ownerId, updated_at = :now where id = :id")
                .bind("id", id)
                .bind("ownerId", ownerId)
                .bind("now", now)
                .execute();
    }

    /** Makes it the one that new users join; {@code null} for none. Whoever else does so in the project waits. */
    void setDefault(Handle sql, UUID projectId, @Nullable UUID id) {
        sql.createUpdate("""
                        update access.organizations set is_default = false
                        where project_id = :projectId and is_default and id is distinct from :id
                        """).bind("projectId", projectId).bind("id", id).execute();
        sql.createUpdate("update access.organizations set is_default = true where id = :id and not is_default")
                .bind("id", id)
                .execute();
    }

    /** The organization that new users join. */
    Optional<UUID> defaultOf(Handle sql, UUID projectId) {
        return sql.createQuery("select id from access.organizations where project_id = :projectId and is_default")
                .bind("projectId", projectId)
                .mapTo(UUID.class)
                .findOne();
    }

    public Optional<Organization> byId(Handle sql, UUID projectId, UUID id) {
        return find(sql, projectId, id, "");
    }

    /** Nobody else changes it, or the role of a member, until the transaction ends; others may join meanwhile. */
    public Optional<Organization> lock(Handle sql, UUID projectId, UUID id) {
        return find(sql, projectId, id, "for no key update");
    }

    /** Those that the user is a member of, in the order of joining. */
    List<Joined> ofUser(Handle sql, UUID projectId, UUID userId, int limit, long offset) {
        return sql.createQuery("select coalesce(roles.name, memberships.role) as member_role, " + COLUMNS + """
                        from access.memberships
                            join access.organizations on organizations.id = memberships.organization_id
                            left join access.roles on roles.id = memberships.custom_role_id
                        where memberships.user_id = :userId and memberships.project_id = :projectId
                        order by memberships.joined_at, memberships.organization_id
                        limit :limit offset :offset
                        """)
                .bind("userId", userId)
                .bind("projectId", projectId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> new Joined(organization(row), row.getString("member_role")))
                .list();
    }

    int countOfUser(Handle sql, UUID projectId, UUID userId) {
        return sql.createQuery("""
                        select count(*) from access.memberships where user_id = :userId and project_id = :projectId
                        """)
                .bind("userId", userId)
                .bind("projectId", projectId)
                .mapTo(Integer.class)
                .one();
    }

    /** The newest of the project first, after {@code after} if given. */
    List<Organization> newest(Handle sql, UUID projectId, @Nullable Place after, int limit, long offset) {
        return sql.createQuery("select " + COLUMNS + """
                        from access.organizations
                        where project_id = :projectId
                        """
                        + (after == null ? "" : "and (created_at, id) < (:afterTime, :afterId)") + """

                        order by created_at desc, id desc
                        limit :limit offset :offset
                        """)
                .bind("projectId", projectId)
                .bindMap(Slice.bindings(after))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> organization(row))
                .list();
    }

    long count(Handle sql, UUID projectId) {
        return sql.createQuery("select count(*) from access.organizations where project_id = :projectId")
                .bind("projectId", projectId)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Somebody who is to be a member.
     *
     * @param customRoleId {@code null} for none; plain members then get the organization's default one
     */
    public record NewMember(
            UUID userId, BuiltInRole role, @Nullable UUID customRoleId) {}

    /** Empty when there is no such organization, or the user is a member already. */
    public Optional<UUID> join(Handle sql, UUID projectId, UUID organizationId, NewMember member, Instant now) {
        return sql.createQuery("""
                        insert into access.memberships (id, organization_id, project_id, user_id, role, custom_role_id,
                            joined_at)
                        select :id, organizations.id, organizations.project_id, :userId, :role,
                            coalesce(
                                cast(:customRoleId as uuid),
                                (select roles.id from access.roles
                                    where roles.organization_id = organizations.id and roles.is_default
                                        and :role = 'member')),
                            :now
                        from access.organizations
                        where organizations.id = :organizationId and organizations.project_id = :projectId
                        for key share
                        on conflict (organization_id, user_id) do nothing
                        returning id
                        """)
                .bind("id", UUID.randomUUID())
                .bind("organizationId", organizationId)
                .bind("projectId", projectId)
                .bind("userId", member.userId())
                .bind("role", member.role().wireName())
                .bind("customRoleId", member.customRoleId())
                .bind("now", now)
                .mapTo(UUID.class)
                .findOne();
    }

    /** Whether the user has left the organization, or was removed from it, at some time. */
    boolean isFormerMember(Handle sql, UUID organizationId, UUID userId) {
        return sql.createQuery("""
                        select exists(
                            select from access.former_members
                            where organization_id = :organizationId and user_id = :userId)
                        """)
                .bind("organizationId", organizationId)
                .bind("userId", userId)
                .mapTo(Boolean.class)
                .one();
    }

    /** A personal organization becomes one as any other. */
    public void makeOrdinary(Handle sql, UUID id) {
        sql.createUpdate("update access.organizations set is_personal = false where id = :id")
                .bind("id", id)
                .execute();
    }

    private static Optional<Organization> find(Handle sql, UUID projectId, UUID id, String suffix) {
        return sql.createQuery("select " + COLUMNS + """
                        from access.organizations
                        where id = :id and project_id = :projectId
                        """ + suffix)
                .bind("id", id)
                .bind("projectId", projectId)
                .map((row, context) -> organization(row))
                .findOne();
    }

    private static Organization organization(ResultSet row) throws SQLException {
        return new Organization(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                row.getString("name"),
                row.getString("slug"),
                Columns.optionalText(row, "logo_url"),
                row.getBoolean("is_personal"),
                row.getBoolean("is_default"),
                Columns.uuid(row, "owner_id"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
