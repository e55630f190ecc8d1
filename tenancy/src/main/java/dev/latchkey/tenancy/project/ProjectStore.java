package dev.latchkey.tenancy.project;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.tenancy.TenantStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of {@code tenancy.projects} that are not deleted. */
final class ProjectStore {

    Optional<ProjectRow> find(Handle sql, UUID id) {
        return sql.createQuery("""
                        select id, name, description, developer_id, status, environment, rate_limit_rpm,
                            require_second_factor, wallet_at_sign_up, created_at, updated_at, deleted_at
                        from tenancy.projects where id = :id and deleted_at is null
                        """)
                .bind("id", id)
                .map((row, context) -> project(row))
                .findOne();
    }

    /** The same, and nobody else changes the row until the transaction ends. */
    Optional<ProjectRow> lock(Handle sql, UUID id) {
        return sql.createQuery("""
                        select id, name, description, developer_id, status, environment, rate_limit_rpm,
                            require_second_factor, wallet_at_sign_up, created_at, updated_at, deleted_at
                        from tenancy.projects where id = :id and deleted_at is null for update
                        """)
                .bind("id", id)
                .map((row, context) -> project(row))
                .findOne();
    }

    /** Newest first; of one developer when {@code developerId} is given. */
    List<ProjectRow> list(Handle sql, @Nullable UUID developerId, int limit, long offset) {
        return sql.createQuery("""
                        select id, name, description, developer_id, status, environment, rate_limit_rpm,
                            require_second_factor, wallet_at_sign_up, created_at, updated_at, deleted_at
                        from tenancy.projects
                        where deleted_at is null and (cast(:developer as uuid) is null or developer_id = cast(:developer as uuid))
                        order by created_at desc, id desc limit :limit offset :offset
                        """)
                .bind("developer", developerId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> project(row))
                .list();
    }

    void insert(Handle sql, ProjectRow project) {
        sql.createUpdate("""
                        insert into tenancy.projects (id, developer_id, name, description, status, environment,
                            rate_limit_rpm, require_second_factor, wallet_at_sign_up, created_at, updated_at)
                        values (:id, :developerId, :name, :description, :status, :environment,
                            :rateLimitRpm, :requireSecondFactor, :walletAtSignUp, :createdAt, :updatedAt)
                        """)
                .bind("id", project.id())
                .bind("developerId", project.developerId())
                .bind("name", project.name())
                .bind("description", project.description())
                .bind("status", project.status())
                .bind("environment", project.environment())
                .bind("rateLimitRpm", project.rateLimitRpm())
                .bind("requireSecondFactor", project.requireSecondFactor())
                .bind("walletAtSignUp", project.walletAtSignUp())
                .bind("createdAt", project.createdAt())
                .bind("updatedAt", project.updatedAt())
                .execute();
    }

    void update(Handle sql, ProjectRow project) {
        sql.createUpdate("""
                        update tenancy.projects
                        set developer_id = :developerId, name = :name, description = :description, status = :status,
                            environment = :environment, rate_limit_rpm = :rateLimitRpm,
                            require_second_factor = :requireSecondFactor, wallet_at_sign_up = :walletAtSignUp, updated_at = :updatedAt,
                            deleted_at = :deletedAt
                        where id = :id
                        """)
                .bind("id", project.id())
                .bind("developerId", project.developerId())
                .bind("name", project.name())
                .bind("description", project.description())
                .bind("status", project.status())
                .bind("environment", project.environment())
                .bind("rateLimitRpm", project.rateLimitRpm())
                .bind("requireSecondFactor", project.requireSecondFactor())
                .bind("walletAtSignUp", project.walletAtSignUp())
                .bind("updatedAt", project.updatedAt())
                .bind("deletedAt", project.deletedAt())
                .execute();
    }

    /** Marks every project of a developer as deleted; answers their ids. */
    List<UUID> deleteOf(Handle sql, UUID developerId, Instant now) {
        return sql.createQuery("""
                        update tenancy.projects set deleted_at = :now, updated_at = :now
                        where developer_id = :developer and deleted_at is null returning id
                        """)
                .bind("developer", developerId)
                .bind("now", now)
                .mapTo(UUID.class)
                .list();
    }

    /** The projects of a developer, which nobody else changes until the transaction ends. */
    List<UUID> lockOf(Handle sql, UUID developerId) {
        return sql.createQuery("""
                        select id from tenancy.projects where developer_id = :developer and deleted_at is null
                        order by id for update
                        """)
                .bind("developer", developerId)
                .mapTo(UUID.class)
                .list();
    }

    private static ProjectRow project(ResultSet row) throws SQLException {
        return new ProjectRow(
                Columns.uuid(row, "id"),
                row.getString("name"),
                Columns.optionalText(row, "description"),
                Columns.uuid(row, "developer_id"),
                TenantStatus.valueOf(row.getString("status")),
                row.getString("environment"),
                Columns.optionalInteger(row, "rate_limit_rpm"),
                row.getBoolean("require_second_factor"),
                Columns.optionalText(row, "wallet_at_sign_up"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                Columns.optionalInstant(row, "deleted_at"));
    }
}
