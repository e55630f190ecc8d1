package dev.latchkey.access.role;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** SQL of {@code access.roles}. */
final class RoleStore {

    private static final String COLUMNS =
            " id, organization_id, project_id, name, description, permissions, is_default, created_at, updated_at ";

    void insert(Handle sql, CustomRole role) {
        bind(sql.createUpdate("""
                        insert into access.roles (id, organization_id, project_id, name, name_key, description,
                            permissions, is_default, created_at, updated_at)
                        values (:id, :organizationId, :projectId, :name, :nameKey, :description, :permissions,
                            :isDefault, :createdAt, :updatedAt)
                        """), role).execute();
    }

    void update(Handle sql, CustomRole role) {
        bind(sql.createUpdate("""
                        update access.roles
                        set name = :name, name_key = :nameKey, description = :description, permissions = :permissions,
                            is_default = :isDefault, updated_at = :updatedAt
                        where id = :id and organization_id = :organizationId and project_id = :projectId
                        """), role).execute();
    }

    void delete(Handle sql, CustomRole role) {
        sql.createUpdate("delete from access.roles where id = :id")
                .bind("id", role.id())
                .execute();
    }

    /** How many members and open invites have the role. */
    int holders(Handle sql, CustomRole role) {
        return sql.createQuery("select count(*) from access.memberships where custom_role_id = :id")
                .bind("id", role.id())
                .mapTo(Integer.class)
                .one();
    }

    void clearDefault(Handle sql, CustomRole except) {
        sql.createUpdate("""
                        update access.roles set is_default = false, updated_at = :updatedAt
                        where organization_id = :organizationId and is_default and id <> :id
                        """)
                .bind("organizationId", except.organizationId())
                .bind("id", except.id())
                .bind("updatedAt", except.updatedAt())
                .execute();
    }

    Optional<CustomRole> byId(Handle sql, UUID projectId, UUID organizationId, UUID id) {
        return sql.createQuery("select" + COLUMNS + """
                        from access.roles
                        where id = :id and organization_id = :organizationId and project_id = :projectId
                        """)
                .bind("id", id)
                .bind("organizationId", organizationId)
                .bind("projectId", projectId)
                .map((row, context) -> role(row))
                .findOne();
    }

    /** Oldest first. */
    List<CustomRole> list(Handle sql, UUID projectId, UUID organizationId, int limit, long offset) {
        return sql.createQuery("select" + COLUMNS + """
                        from access.roles
                        where organization_id = :organizationId and project_id = :projectId
                        order by created_at, id
                        limit :limit offset :offset
                        """)
                .bind("organizationId", organizationId)
                .bind("projectId", projectId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> role(row))
                .list();
    }

    int count(Handle sql, UUID projectId, UUID organizationId) {
        return sql.createQuery("""
                        select count(*) from access.roles
                        where organization_id = :organizationId and project_id = :projectId
                        """)
                .bind("organizationId", organizationId)
                .bind("projectId", projectId)
                .mapTo(Integer.class)
                .one();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, CustomRole role) {
        return statement
                .bind("id", role.id())
                .bind("organizationId", role.organizationId())
                .bind("projectId", role.projectId())
                .bind("name", role.name())
                .bind("nameKey", RoleNames.key(role.name()))
                .bind("description", role.description())
                .bindArray("permissions", String.class, role.permissions())
                .bind("isDefault", role.isDefault())
                .bind("createdAt", role.createdAt())
                .bind("updatedAt", role.updatedAt());
    }

    private static CustomRole role(ResultSet row) throws SQLException {
        return new CustomRole(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "organization_id"),
                Columns.uuid(row, "project_id"),
                row.getString("name"),
                Columns.optionalText(row, "description"),
                Columns.texts(row, "permissions"),
                row.getBoolean("is_default"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
