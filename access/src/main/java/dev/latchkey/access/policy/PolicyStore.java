package dev.latchkey.access.policy;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** SQL of {@code access.policies}. */
final class PolicyStore {

    private static final int WEIGHT_OF_ONE = 600;
    private static final int WEIGHT_OF_A_CHARACTER = 8;

    private static final String COLUMNS = """
             policies.id, policies.organization_id, policies.project_id, policies.name, policies.description,
             policies.permissions, policies.conditions, policies.effect, policies.priority, policies.enabled,
             policies.created_at, policies.updated_at
            """;

    /** How many policies an organization has, and how long their conditions are together. */
    record Size(int policies, long characters) {}

    void insert(Handle sql, Policy policy) {
        bind(sql.createUpdate("""
                        insert into access.policies (id, organization_id, project_id, name, description, permissions,
                            conditions, effect, priority, enabled, created_at, updated_at)
                        values (:id, :organizationId, :projectId, :name, :description, :permissions,
                            cast(:conditions as jsonb), :effect, :priority, :enabled, :createdAt, :updatedAt)
                        """), policy).execute();
    }

    void update(Handle sql, Policy policy) {
        bind(sql.createUpdate("""
                        update access.policies
                        set name = :name, description = :description, permissions = :permissions,
                            conditions = cast(:conditions as jsonb), effect = :effect, priority = :priority,
                            enabled = :enabled, updated_at = :updatedAt
                        where id = :id and organization_id = :organizationId and project_id = :projectId
                        """), policy).execute();
    }

    void delete(Handle sql, Policy policy) {
        sql.createUpdate("delete from access.policies where id = :id")
                .bind("id", policy.id())
                .execute();
    }

    Optional<Policy> byId(Handle sql, UUID projectId, UUID organizationId, UUID id) {
        return sql.createQuery("select" + COLUMNS + """
                        from access.policies
                        where id = :id and organization_id = :organizationId and project_id = :projectId
                        """)
                .bind("id", id)
                .bind("organizationId", organizationId)
                .bind("projectId", projectId)
                .map((row, context) -> policy(row))
                .findOne();
    }

    /** Oldest first. */
    List<Policy> list(Handle sql, UUID projectId, UUID organizationId, int limit, long offset) {
        return sql.createQuery("select" + COLUMNS + """
                        from access.policies
                        where organization_id = :organizationId and project_id = :projectId
                        order by sequence
                        limit :limit offset :offset
                        """)
                .bind("organizationId", organizationId)
                .bind("projectId", projectId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> policy(row))
                .list();
    }

    int count(Handle sql, UUID projectId, UUID organizationId) {
        return sql.createQuery("""
                        select count(*) from access.policies
                        where organization_id = :organizationId and project_id = :projectId
                        """)
                .bind("organizationId", organizationId)
                .bind("projectId", projectId)
                .mapTo(Integer.class)
                .one();
    }

    Size size(Handle sql, UUID organizationId) {
        return sql.createQuery("""
                        select count(*) as policies, coalesce(sum(char_length(cast(conditions as text))), 0) as characters
                        from access.policies
                        where organization_id = :organizationId
                        """)
                .bind("organizationId", organizationId)
                .map((row, context) -> new Size(row.getInt("policies"), row.getLong("characters")))
                .one();
    }

    /** All policies of an organization, compiled; empty when there is no such organization. */
    Optional<PolicySet> all(Handle sql, UUID organizationId) {
        return sql.createQuery("select organizations.project_id as owner, policies.sequence," + COLUMNS + """
                        from access.organizations
                        left join access.policies on policies.organization_id = organizations.id
                        where organizations.id = :id
                        """)
                .bind("id", organizationId)
                .reduceResultSet(new SetBuilder(), (builder, row, context) -> builder.add(row))
                .build();
    }

    private static final class SetBuilder {

        private final List<CompiledPolicy> policies = new ArrayList<>();
        private @Nullable UUID owner;
        private int weight = WEIGHT_OF_ONE;

        SetBuilder add(ResultSet row) throws SQLException {
            owner = Columns.uuid(row, "owner");
            if (Columns.optionalUuid(row, "id") != null) {
                policies.add(CompiledPolicy.of(policy(row), row.getLong("sequence")));
                weight += WEIGHT_OF_ONE
                        + WEIGHT_OF_A_CHARACTER * row.getString("conditions").length();
            }
            return this;
        }

        Optional<PolicySet> build() {
            return Optional.ofNullable(owner).map(project -> new PolicySet(project, policies, weight));
        }
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Policy policy) {
        return statement
                .bind("id", policy.id())
                .bind("organizationId", policy.organizationId())
                .bind("projectId", policy.projectId())
                .bind("name", policy.name())
                .bind("description", policy.description())
                .bindArray("permissions", String.class, policy.permissions())
                .bind("conditions", Json.write(policy.conditions()))
                .bind("effect", policy.effect().wireName())
                .bind("priority", policy.priority())
                .bind("enabled", policy.enabled())
                .bind("createdAt", policy.createdAt())
                .bind("updatedAt", policy.updatedAt());
    }

    private static Policy policy(ResultSet row) throws SQLException {
        return new Policy(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "organization_id"),
                Columns.uuid(row, "project_id"),
                row.getString("name"),
                Columns.optionalText(row, "description"),
                Columns.texts(row, "permissions"),
                (ObjectNode) Json.read(row.getString("conditions")),
                Effect.ofWireName(row.getString("effect")),
                row.getInt("priority"),
                row.getBoolean("enabled"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
